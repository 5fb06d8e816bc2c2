#!/usr/bin/env node
import { runCommand } from '../dist/node/index.js'

process.exitCode = await runCommand(process.argv.slice(2))
