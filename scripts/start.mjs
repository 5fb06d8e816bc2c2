// Builds what the example app needs, quietly, and runs the app with the arguments given: stdout holds its lines alone.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const build = spawnSync('turbo', ['run', 'build', '--filter=initializers', '--output-logs=errors-only'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, DO_NOT_TRACK: '1' },
  shell: process.platform === 'win32',
})
if (build.status !== 0) {
  console.error(build.error ?? build.stdout + build.stderr)
  process.exit(1)
}
const app = fileURLToPath(new URL('../apps/initializers/dist/main.js', import.meta.url))
const { status } = spawnSync('node', [app, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = status ?? 1
