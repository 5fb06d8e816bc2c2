import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { filesOf } from './files.mjs'
import { on } from './tfjs.mjs'

setThreadsCount(1)
setWasmPaths(filesOf('@tensorflow/tfjs-backend-wasm'))

const layers = ['linear-1', 'linear-64', 'mm-512', 'depthwise', 'pointwise', 'tiny-mlp']

export default on('wasm', [...layers, 'mask', 'relu', 'softmax', 'chain'])
