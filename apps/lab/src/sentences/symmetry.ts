import { three } from '../format/number.ts'
import type { SymmetryData } from '../pictures/picture.ts'
import { some } from './words.ts'

/** Whether equal units stayed equal, and what the nudge did. */
export function symmetrySentence({ steps, equal, nudged, sameBits, losses }: SymmetryData): string {
  const taken = steps.at(-1) ?? 0
  const broken = [...losses.equal].findIndex((loss) => !Number.isFinite(loss))
  if (broken >= 0)
    return `Training ends after ${some(broken, 'step')}: the loss is ${three(losses.equal[broken] ?? Number.NaN)}, and units cannot be compared.`
  const same = sameBits
    ? 'the two equal units still are one and the same, bit for bit'
    : `the two equal units differ by ${three(equal.at(-1) ?? Number.NaN)}`
  return `After ${some(taken, 'step')} ${same}${nudge(nudged)}${lossesOf(losses)}.`
}

function nudge(nudged: SymmetryData['nudged']): string {
  const [start, end] = [nudged[0], nudged.at(-1)]
  if (start === undefined || end === undefined) return ''
  if (!Number.isFinite(end)) return '; those of which one was nudged have left the numbers'
  const verb = end > start * 1.05 ? 'grown' : end < start * 0.95 ? 'shrunk' : undefined
  if (verb === undefined) return `; a nudge of ${three(start)} has stayed what it was`
  return `; a nudge of ${three(start)} has ${verb} to ${three(end)}`
}

/** The loss, and that with the nudge where it is another. */
function lossesOf({ equal, nudged }: SymmetryData['losses']): string {
  const [start, end, other] = [equal[0], equal.at(-1), nudged.at(-1)]
  if (start === undefined || end === undefined || equal.length < 2) return ''
  const said = `, while the loss went from ${three(start)} to ${three(end)}`
  if (other === undefined || !Number.isFinite(other) || Math.abs(other / end - 1) < 0.05) return said
  return `${said}, and with the nudge to ${three(other)}`
}
