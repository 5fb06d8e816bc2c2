import * as ort from 'onnxruntime-web'
import { workloads } from './onnx.mjs'

ort.env.wasm.numThreads = 1

export default workloads(ort, { executionProviders: ['wasm'] })

export const bundle = `import * as ort from 'onnxruntime-web'; console.log(ort.InferenceSession, ort.Tensor)`
