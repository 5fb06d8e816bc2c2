import type { Kind } from './specimens.ts'

/** Which kind of value a type asks for: the first that is found in it, then by the parameter's name. */
const BY_TYPE: readonly (readonly [RegExp, Kind])[] = [
  [/Optimizer\b/, 'optimizer'],
  [/Gradients|ReadonlyMap<string, Tensor>/, 'gradients'],
  [/Record<string, Tensor|StateDict|NamedTensors|\bTensors\b/, 'tensors'],
  [/KerasBackend/, 'kerasBackend'],
  [/BitGenerator|SeedSequence/, 'generator'],
  [/Backend/, 'backend'],
  [/JaxKey/, 'key'],
  [/StatelessSeed/, 'pair'],
  [/Seed|Entropy/, 'seed'],
  [/State\b/, 'state'],
  [/Uint32Array/, 'words'],
  [/FloatArray|Float32Array/, 'floats'],
  [/NumericArray|TorchArray|Target\b|WordArray|Shuffleable/, 'array'],
  [/\bTensor\b|TensorLike|\bInput\b/, 'tensor'],
  [/Rng\b/, 'rng'],
  [/Rule/, 'rules'],
  [/Dialect/, 'dialect'],
  [/Recipe/, 'recipe'],
  [/Config|JSON/, 'config'],
  [/InitRequest/, 'request'],
  [/Init\b|InitLike|Initializer/, 'init'],
  [/ParameterAxes|\bAxes\b/, 'axes'],
  [/Fans/, 'fans'],
  [/Parameter/, 'parameter'],
  [/Module|Layer\b/, 'module'],
  [/Activation/, 'activation'],
  [/Selector|Pattern/, 'pattern'],
  [/Source|Blob|Stream/, 'fetched'],
  [/Uint8Array|ArrayBuffer|Bytes/, 'bytes'],
  [/Dtype|DType/, 'dtype'],
  [/Shape/, 'shape'],
  [/boolean/, 'flag'],
  [/number\[\]/, 'shape'],
  [/number|bigint/, 'number'],
  [/string/, 'text'],
  [/\[\]|Array|Iterable/, 'list'],
]

const BY_NAME: readonly (readonly [RegExp, Kind])[] = [
  [/^out$/, 'array'],
  [/^(x|tensor|input|other|target|value|weight)$/, 'tensor'],
  [/rng/i, 'rng'],
  [/json|config/, 'config'],
  [/^axis|axes/, 'axis'],
  [/shape/, 'shape'],
  [/seed/, 'seed'],
  [/module|net|layer|inner/, 'module'],
]

/** The kind that a parameter of this name and type asks for. */
export function kindOf(name: string, type: string): Kind | undefined {
  if (/^(axis|axes)$/.test(name)) return 'axis'
  const plain = /^[A-Z]\w?$/.test(type) ? '' : type
  const found =
    BY_TYPE.find(([pattern]) => pattern.test(plain)) ?? BY_NAME.find(([pattern]) => pattern.test(name))
  return found?.[1]
}

/** The texts that a union of literals names. */
export function literalsOf(type: string): string[] {
  return [...type.matchAll(/'([^']+)'/g)].map(([, text = '']) => text)
}
