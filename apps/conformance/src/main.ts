import { readManifests } from './frameworks/files/manifest.ts'
import { readGolden } from './golden/golden.ts'
import { report, summary } from './report.ts'
import { runFile, runFiles, type Verdict } from './run.ts'

const USAGE = `usage: pnpm conformance PATH…
  files of the golden format, such as apps/conformance/golden/torch.json
  folders of safetensors or npy files with a manifest.json, such as packages/io/test/fixtures/npy`

async function main(paths: readonly string[]): Promise<void> {
  if (paths.length === 0 || paths.includes('--help')) {
    console.log(USAGE)
    if (paths.length === 0) process.exitCode = 1
    return
  }
  const verdicts: Verdict[] = []
  for (const path of paths) verdicts.push(...(await runPath(path)))
  console.log(summary(verdicts))
  if (verdicts.some(({ status }) => status === 'failed')) process.exitCode = 1
}

async function runPath(path: string): Promise<readonly Verdict[]> {
  try {
    const manifests = readManifests(path)
    const verdicts = manifests
      ? (await Promise.all(manifests.map(runFiles))).flat()
      : runFile(readGolden(path))
    console.log(`${path}\n${report(verdicts)}\n`)
    return verdicts
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    console.log(`${path}\nFAILED ${problem}\n`)
    return [{ id: path, op: 'file', status: 'failed', comparisons: [], problems: [problem] }]
  }
}

await main(process.argv.slice(2).filter((argument) => argument !== '--'))
