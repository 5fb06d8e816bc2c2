import { showCatalogue } from './catalogue/catalogue.ts'
import { closeChapter, openChapter, type Section } from './chapter/chapter.ts'
import { Reader } from './chapter/reader.ts'
import { ArgumentError, HELP, parseArguments } from './command/arguments.ts'
import { readDialect } from './dialects/read-dialect.ts'
import type { Output } from './output.ts'
import { runModel } from './run/run-model.ts'
import { sections } from './sections/index.ts'
import { readTraining } from './training/read-training.ts'

/** Runs the app and returns its exit code: 0 when every claim holds, 1 when one does not, 2 for bad arguments. */
export async function runApp(
  argv: readonly string[],
  output: Output,
  chapter: readonly Section[] = sections,
): Promise<number> {
  try {
    const given = parseArguments(argv)
    const { help, catalogue, train, model, dialect, seed } = given
    if (help) {
      output.log(HELP)
      return 0
    }
    if (model !== undefined) return await runModel(given, model, output)
    return read(output, (reader) => {
      if (catalogue) showCatalogue(reader, seed)
      else if (train) readTraining(reader, { seed, dialect, output })
      else if (dialect === undefined) readChapter(reader, chapter, seed)
      else readDialect(reader, dialect.name, dialect.value, seed)
    })
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    output.error(error.message)
    return 2
  }
}

/** Prints a text, checks its claims, and returns the exit code. */
function read(output: Output, text: (reader: Reader) => void): number {
  const reader = new Reader(output.log, output.columns)
  text(reader)
  if (reader.broken === 0) return 0
  output.error(`${reader.broken} claims of the prose do not hold`)
  return 1
}

function readChapter(reader: Reader, sections: readonly Section[], seed: bigint): void {
  const chapter = openChapter(reader, seed)
  for (const [i, section] of sections.entries()) {
    reader.title(`${i + 1}. ${section.title}`)
    section.run(chapter)
  }
  closeChapter(chapter)
}
