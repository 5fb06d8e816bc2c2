// run.mjs FOLDER ARGUMENTS…: builds the app or package in FOLDER and what it needs, quietly, and runs its program: stdout holds the
// program's lines alone.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [folder, ...args] = process.argv.slice(2)
const home = new URL(`../${folder}/`, import.meta.url)
const {
  name,
  bin = {},
  main = 'dist/main.js',
} = JSON.parse(readFileSync(new URL('package.json', home), 'utf8'))
const [program = main] = Object.values(bin)
const build = spawnSync('turbo', ['run', 'build', `--filter=${name}`, '--output-logs=errors-only'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  env: { ...process.env, DO_NOT_TRACK: '1' },
  shell: process.platform === 'win32',
})
if (build.status !== 0) {
  console.error(build.error ?? build.stdout + build.stderr)
  process.exit(1)
}
const { status } = spawnSync('node', [fileURLToPath(new URL(program, home)), ...args], {
  stdio: 'inherit',
  // Paths in the arguments are meant from where pnpm was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
process.exitCode = status ?? 1
