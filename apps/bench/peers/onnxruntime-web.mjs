import * as ort from 'onnxruntime-web'
import { filesOf } from './files.mjs'
import { workloads } from './onnx.mjs'

ort.env.wasm.numThreads = 1
if (typeof document === 'object') ort.env.wasm.wasmPaths = filesOf('onnxruntime-web')

export default workloads(ort, { executionProviders: ['wasm'] })

export const bundles = {
  bundle: `import * as ort from 'onnxruntime-web'; console.log(ort.InferenceSession, ort.Tensor)`,
}
