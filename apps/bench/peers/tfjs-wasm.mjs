import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { on } from './tfjs.mjs'

setThreadsCount(1)
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`)

export default on('wasm', ['linear-1', 'linear-64', 'mm-512', 'mask', 'tiny-mlp'])
