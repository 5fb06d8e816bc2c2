import { runApp } from './app.ts'
import { widthOf } from './output.ts'

const { env, stderr, stdout } = process

/** One line that is written over and over, and gone in the end; only where somebody watches. */
const progress = stderr.isTTY ? (line: string) => stderr.write(`\r${line}\u001b[K`) : undefined

process.exitCode = await runApp(process.argv.slice(2), {
  log: (line) => console.log(line),
  error: (line) => console.error(line),
  progress,
  columns: widthOf(env.COLUMNS, stdout.columns),
})
