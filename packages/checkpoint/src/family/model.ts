import { wrongValue } from '@nn/check'
import { type Config, fieldsOf } from './config.ts'
import { classOf } from './families.ts'
import type { Family } from './family.ts'
import type { Layer, LayerGroups, LayerKind, Part } from './layer.ts'

/** One parameter of a model: what a recipe sees. */
export interface Parameter {
  /** Name in `transformers`, such as `model.layers.0.mlp.up_proj.weight`. */
  readonly name: string
  readonly shape: readonly number[]
  readonly role: 'weight' | 'bias'
  readonly part: Part
  readonly kind: LayerKind
  /** Inputs and outputs of the matrix, of each where there are several; of vectors and embeddings undefined. */
  readonly fans: { readonly fanIn: number; readonly fanOut: number } | undefined
  /** The matrices that lie in it along its outputs, if there are several; recipes see each as a parameter. */
  readonly packed: Layer['packed']
  /** Number of its block, from 0. */
  readonly block: number | undefined
  /** Row of padding, which stays zero in `transformers`. */
  readonly padding: number | undefined
}

/** A model as data. */
export interface Model {
  readonly modelType: string
  /** Name of its class in `transformers`. */
  readonly architecture: string
  readonly config: Config
  /** Width of the residual stream. */
  readonly width: number
  /** Number of blocks. */
  readonly depth: number
  /** `initializer_range`, default 0.02. */
  readonly initializerRange: number
  /** In the order of `named_parameters()`; of tied ones the first alone. */
  readonly parameters: readonly Parameter[]
  /** Names that are one parameter, the stored one first. */
  readonly tied: readonly (readonly string[])[]
  readonly layers: LayerGroups
}

/**
 * The model that a Hugging Face config describes: names, shapes and tied parameters as `transformers` 5.18 has them.
 *
 * @param added Families besides the built-in ones.
 * @throws RangeError if the family or class is not known, a field is missing or the fields contradict each other; TypeError if a
 * field is of the wrong kind.
 * @example
 * ```ts
 * import { modelOf } from '@nn/checkpoint'
 * const config = { model_type: 'llama', vocab_size: 32, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 1, num_attention_heads: 2 }
 * const model = modelOf(config)
 * model.architecture // => 'LlamaForCausalLM'
 * model.parameters[1]?.name // => 'model.layers.0.self_attn.q_proj.weight'
 * modelOf({ ...config, model_type: 'lama' }) // throws /expected model_type to be one of .*, got "lama"; "llama" is nearest/
 * ```
 */
export function modelOf(config: Config, added: readonly Family[] = []): Model {
  const [family, architecture] = classOf(config, added)
  const fields = fieldsOf(config)
  const build = family.classes[architecture]
  if (build === undefined) throw wrongValue('config', 'a known class', architecture)
  if (fields.has('quantization_config')) {
    const cure = 'take the config of the model before it was quantized'
    throw wrongValue('config', 'no quantization_config', config.quantization_config, cure)
  }
  const layers = build(fields)
  const all = [...layers.base, ...layers.head]
  return {
    modelType: family.modelType,
    architecture,
    config,
    width: fields.count(family.names.width),
    depth: fields.count(family.names.depth),
    initializerRange: fields.scale('initializer_range', 0.02),
    parameters: all.flatMap(parametersOf),
    tied: tiedNames(all),
    layers,
  }
}

/** Name of a layer's weight. */
export function weightName({ path, kind }: Layer): string {
  return kind === 'matrices' || kind === 'bias' ? path : `${path}.weight`
}

/** The parameters that a layer owns. */
function parametersOf(layer: Layer): Parameter[] {
  const { kind, part, shape, block, padding, packed } = layer
  const own: Parameter[] = []
  if (layer.tied === undefined) {
    const role = kind === 'bias' ? 'bias' : 'weight'
    const fans = fansOf(layer)
    own.push({ name: weightName(layer), shape, role, part, kind, fans, packed, block, padding })
  }
  if (layer.bias === true && layer.tiedBias === undefined) {
    const [width = 0] = kind === 'conv1d' ? shape.slice(-1) : shape
    const none = { fans: undefined, packed: undefined, padding: undefined }
    const bias = { role: 'bias', part, kind, block, ...none } as const
    own.push({ name: `${layer.path}.bias`, shape: [width], ...bias })
  }
  return own
}

function fansOf({ kind, shape }: Layer): Parameter['fans'] {
  const [one, two] = shape.slice(-2)
  if (one === undefined || two === undefined || kind === 'embedding') return undefined
  return kind === 'conv1d' ? { fanIn: one, fanOut: two } : { fanIn: two, fanOut: one }
}

/** The matrices of a parameter, each as recipes see it: with its own part, shape and fans. */
export function matricesOf(parameter: Parameter): Parameter[] {
  const { packed, shape, fans, kind } = parameter
  if (packed === undefined || fans === undefined) return [parameter]
  return packed.map(([part, outputs]) => {
    const own = kind === 'conv1d' ? [fans.fanIn, outputs] : [...shape.slice(0, -2), outputs, fans.fanIn]
    return { ...parameter, part, shape: own, fans: { ...fans, fanOut: outputs }, packed: undefined }
  })
}

function tiedNames(layers: readonly Layer[]): string[][] {
  const groups = new Map<string, string[]>()
  const join = (first: string | undefined, other: string): void => {
    if (first !== undefined) groups.set(first, [...(groups.get(first) ?? [first]), other])
  }
  for (const layer of layers) {
    join(layer.tied && `${layer.tied}.weight`, `${layer.path}.weight`)
    join(layer.tiedBias, `${layer.path}.bias`)
  }
  return [...groups.values()]
}
