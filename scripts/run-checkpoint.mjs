// run-checkpoint.mjs ARGUMENTS…: builds @nn/checkpoint and what it needs, quietly, and runs its command line.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const build = spawnSync('turbo', ['run', 'build', '--filter=@nn/checkpoint', '--output-logs=errors-only'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, DO_NOT_TRACK: '1' },
  shell: process.platform === 'win32',
})
if (build.status !== 0) {
  console.error(build.error ?? build.stdout + build.stderr)
  process.exit(1)
}
const program = fileURLToPath(new URL('../packages/checkpoint/bin/checkpoint.mjs', import.meta.url))
const { status } = spawnSync('node', [program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Paths in the arguments are meant from where pnpm was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
process.exitCode = status ?? 1
