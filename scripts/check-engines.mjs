// Compares the built @nn/random with its frozen bits on the JavaScript engines that npm can install:
// node scripts/check-engines.mjs [engine ...], by default all of ENGINES. Not part of the gate: it downloads hundreds of megabytes.
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const ENGINES = {
  'node@20': ['node'],
  'node@22': ['node'],
  'node@24': ['node'],
  'node@26': ['node'],
  'bun@1': ['bun', 'run'],
  'deno@2': ['deno', 'run', '--allow-read'],
}

const check = fileURLToPath(new URL('../packages/random/test/fixtures/check-frozen.mjs', import.meta.url))
const wanted = process.argv.slice(2)
for (const [engine, command] of Object.entries(ENGINES)) {
  if (wanted.length > 0 && !wanted.includes(engine)) continue
  const { status, stdout, stderr } = spawnSync('npx', ['--yes', '-p', engine, ...command, check], {
    cwd: tmpdir(),
    encoding: 'utf8',
  })
  console.log(`${engine}: ${status === 0 ? stdout.trim() : `FAILED\n${stdout}${stderr}`}`)
  if (status !== 0) process.exitCode = 1
}
