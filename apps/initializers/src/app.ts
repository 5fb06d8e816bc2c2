import { ArgumentError, HELP, parseArguments } from './arguments.ts'
import { openChapter, type Section } from './chapter.ts'
import { Reader } from './reader.ts'
import { sections } from './sections/index.ts'

/** Where lines go. */
export interface Output {
  readonly log: (line: string) => void
  readonly error: (line: string) => void
}

/** Runs the app and returns its exit code: 0 when every claim holds, 1 when one does not, 2 for bad arguments. */
export function runApp(
  argv: readonly string[],
  output: Output,
  chapter: readonly Section[] = sections,
): number {
  try {
    const { seed, help } = parseArguments(argv)
    if (!help) return readChapter(seed, output, chapter)
    output.log(HELP)
    return 0
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    output.error(error.message)
    return 2
  }
}

function readChapter(seed: bigint, output: Output, sections: readonly Section[]): number {
  const reader = new Reader(output.log)
  reader.text(`Parameter initialization, seed ${seed}`)
  const chapter = openChapter(reader, seed)
  for (const [i, { title, run }] of sections.entries()) {
    reader.title(`${i + 1}. ${title}`)
    run(chapter)
  }
  if (reader.broken === 0) return 0
  output.error(`${reader.broken} claims of the prose do not hold`)
  return 1
}
