import * as ort from 'onnxruntime-node'
import { workloads } from './onnx.mjs'

export default workloads(ort, { intraOpNumThreads: 1, interOpNumThreads: 1 })
