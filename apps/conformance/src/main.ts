import { readGolden } from './golden.ts'
import { report, summary } from './report.ts'
import { runFile, type Verdict } from './run.ts'

const USAGE =
  'usage: pnpm conformance FILE…   (files of the golden format, such as apps/conformance/golden/torch.json)'

function main(paths: readonly string[]): void {
  if (paths.length === 0 || paths.includes('--help')) {
    console.log(USAGE)
    if (paths.length === 0) process.exitCode = 1
    return
  }
  const verdicts = paths.flatMap(runPath)
  console.log(summary(verdicts))
  if (verdicts.some(({ status }) => status === 'failed')) process.exitCode = 1
}

function runPath(path: string): readonly Verdict[] {
  try {
    const verdicts = runFile(readGolden(path))
    console.log(`${path}\n${report(verdicts)}\n`)
    return verdicts
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    console.log(`${path}\nFAILED ${problem}\n`)
    return [{ id: path, op: 'file', status: 'failed', comparisons: [], problems: [problem] }]
  }
}

main(process.argv.slice(2).filter((argument) => argument !== '--'))
