import { runApp } from './app.ts'

process.exitCode = runApp(process.argv.slice(2), console)
