import { ArgumentError, HELP, parseArguments } from './arguments.ts'
import { openChapter, type Section } from './chapter.ts'
import { Reader } from './reader.ts'
import { readDialect } from './run-dialect.ts'
import { runModel } from './run-model.ts'
import { sections } from './sections/index.ts'

/** Where lines go. */
export interface Output {
  readonly log: (line: string) => void
  readonly error: (line: string) => void
  /** Takes the place of what it was given before; for somebody who watches. */
  readonly progress?: ((line: string) => void) | undefined
}

/** Runs the app and returns its exit code: 0 when every claim holds, 1 when one does not, 2 for bad arguments. */
export async function runApp(
  argv: readonly string[],
  output: Output,
  chapter: readonly Section[] = sections,
): Promise<number> {
  try {
    const given = parseArguments(argv)
    if (given.help) output.log(HELP)
    else if (given.model !== undefined) return await runModel(given, given.model, output)
    else if (given.dialect !== undefined) return read(output, readDialect, given.dialect, given.seed)
    else return read(output, readChapter, chapter, given.seed)
    return 0
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    output.error(error.message)
    return 2
  }
}

/** Reads something aloud, and says how it ended. */
function read<T>(
  output: Output,
  text: (reader: Reader, what: T, seed: bigint) => void,
  what: T,
  seed: bigint,
): number {
  const reader = new Reader(output.log)
  text(reader, what, seed)
  if (reader.broken === 0) return 0
  output.error(`${reader.broken} claims of the prose do not hold`)
  return 1
}

function readChapter(reader: Reader, sections: readonly Section[], seed: bigint): void {
  reader.text(`Parameter initialization, seed ${seed}`)
  const chapter = openChapter(reader, seed)
  for (const [i, { title, run }] of sections.entries()) {
    reader.title(`${i + 1}. ${title}`)
    run(chapter)
  }
}
