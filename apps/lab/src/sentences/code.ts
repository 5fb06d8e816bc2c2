import type { CodeData } from '../pictures/picture.ts'
import { list } from './words.ts'

/** Of which programs it is known what they print. */
export function codeSentence({ programs }: CodeData): string {
  const same = programs.filter(({ prints, note }) => prints !== undefined && note === undefined)
  const noted = programs.filter(({ prints, note }) => prints !== undefined && note !== undefined)
  const none = programs.filter(({ prints }) => prints === undefined)
  const titles = (of: readonly CodeData['programs'][number][]): string => list(of.map(({ title }) => title))
  const said = [
    ...(same.length === 0
      ? []
      : [
          `${titles(same)} ${same.length === 1 ? 'prints' : 'print'} to the last digit what stands below the program`,
        ]),
    ...(noted.length === 0 ? [] : [`of ${titles(noted)} a note says what is different`]),
    ...(none.length === 0 ? [] : [`${titles(none)} ${none.length === 1 ? 'has' : 'have'} no such program`]),
  ]
  return said.length === 0 ? 'There is no program of this state.' : `${said.join('; ')}.`
}
