// run-app.mjs NAME ARGUMENTS…: builds apps/NAME and what it needs, quietly, and runs it: stdout holds the app's lines alone.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [name, ...args] = process.argv.slice(2)
const app = new URL(`../apps/${name}/`, import.meta.url)
const { name: filter, main = 'dist/main.js' } = JSON.parse(readFileSync(new URL('package.json', app), 'utf8'))
const build = spawnSync('turbo', ['run', 'build', `--filter=${filter}`, '--output-logs=errors-only'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  env: { ...process.env, DO_NOT_TRACK: '1' },
  shell: process.platform === 'win32',
})
if (build.status !== 0) {
  console.error(build.error ?? build.stdout + build.stderr)
  process.exit(1)
}
const { status } = spawnSync('node', [fileURLToPath(new URL(main, app)), ...args], {
  stdio: 'inherit',
  // Paths in the arguments are meant from where pnpm was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
process.exitCode = status ?? 1
