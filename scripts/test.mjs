// Runs every package's tests, then closes with one line over all of them: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const folders = ['packages', 'packages/internal', 'apps'].flatMap((group) =>
  readdirSync(new URL(`${group}/`, root)).map((name) => `${group}/${name}`),
)
const reports = [...folders, 'scripts']
  .filter((folder) => existsSync(new URL(`${folder}/vitest.config.ts`, root)))
  .map((folder) => new URL(`${folder}/reports/tests.json`, root))
// A report that is left over from an earlier run must not count.
for (const report of reports) rmSync(report, { force: true })

/** Runs a task of packages; the status is 0 if all went well. */
const turbo = (...args) =>
  new Promise((resolve) => {
    const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }
    const running = spawn('turbo', ['run', ...args], options)
    running.on('error', (error) => resolve(error.message))
    running.on('close', resolve)
  })

// The lab's pages take longest, and turbo would begin with them last. Both runs are of what has been built, so that neither builds beside the other.
const built = await turbo('build')
const statuses = await Promise.all([
  turbo('test', '--filter=@nn/lab'),
  turbo('test', '--filter=!@nn/lab', '--continue', '--concurrency=100%'),
])

const total = { passed: 0, failed: 0, skipped: 0 }
let missing = 0
for (const report of reports) {
  if (!existsSync(report)) {
    console.error(`no test report: ${report.pathname}`)
    missing++
    continue
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  total.passed += numPassedTests
  // A file that fails before its first test fails no test.
  total.failed += numFailedTests === 0 && !success ? 1 : numFailedTests
  total.skipped += numPendingTests + numTodoTests
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
const isRun = [built, ...statuses].every((status) => status === 0)
if (!isRun || missing > 0 || total.failed > 0 || total.passed === 0) process.exitCode = 1
