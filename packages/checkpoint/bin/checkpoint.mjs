#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { runCommand } from '../dist/node/index.js'

// Node 20 keeps WebAssembly's multiply-add behind a flag. PyTorch's normals take twice the time without it, and are the same.
if (/^20\./.test(process.versions.node) && process.versions.deno === undefined)
  setFlagsFromString('--experimental-wasm-relaxed-simd')

// Who reads the output may stop before its end, as `head` does.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await runCommand(process.argv.slice(2))
