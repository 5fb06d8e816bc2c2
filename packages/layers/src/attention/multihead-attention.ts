import { type InitLike, type LayerKind, normal, type ParameterUse, xavierUniform, zeros } from '@nn/init'
import type { Rng } from '@nn/random'
import { concat, type DType, linear, type Tensor, where } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { checkCall, checkInput, wrongShape } from '../check/input.ts'
import { flag, positiveCount } from '../check/options.ts'
import { Dense } from '../linear/dense.ts'
import { Module } from '../module/module.ts'
import { Parameter, type ParameterSpec } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import { Dropout } from '../shaping/dropout.ts'
import { type MaskOptions, maskOf } from './attention-mask.ts'

/** The options of `MultiheadAttention`. */
export interface MultiheadAttentionOptions {
  /** Length of the keys' last axis. Default units. */
  readonly keyUnits?: number
  /** Length of the values' last axis. Default units. */
  readonly valueUnits?: number
  /**
   * Whether the weights of queries, keys and values are one parameter. Default true if all lengths are units.
   */
  readonly packed?: boolean
  /** Default true. */
  readonly useBias?: boolean
  /** Whether a key and a value that are learnt are added to each sequence. Default false. */
  readonly addBiasKv?: boolean
  /** Whether a key and a value of zeros are added to each sequence. Default false. */
  readonly addZeroAttention?: boolean
  /** Rate of the dropout of the attention weights. Default 0. */
  readonly dropout?: number
  /** The root stream of the dropout. */
  readonly rng?: Rng | undefined
  /**
   * Whether inputs and outputs are `[n, steps, …]` instead of `[steps, n, …]`. Default false, as in PyTorch.
   */
  readonly batchFirst?: boolean
  /** Of the weights of queries, keys and values. Default Xavier's uniform law. */
  readonly weightInit?: InitLike
  /** Of all biases. Default zeros. */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

const OPTIONS = [
  'keyUnits',
  'valueUnits',
  'packed',
  'useBias',
  'addBiasKv',
  'addZeroAttention',
  'dropout',
  'rng',
  'batchFirst',
  'weightInit',
  'biasInit',
  'dtype',
]

/** How attention is computed, besides its masks. */
export interface AttentionOptions extends MaskOptions {
  /** Whether the weights are given, too. Default true. */
  readonly needWeights?: boolean
  /** Whether they are the mean of the heads'. Default true. */
  readonly averageWeights?: boolean
}

/** What `MultiheadAttention` gives. */
export interface AttentionResult {
  /** `[queries, n, units]`, or n first, or without n. */
  readonly output: Tensor
  /** `[n, queries, keys]`, or with `averageWeights: false` `[n, heads, queries, keys]`; or without n. */
  readonly weights: Tensor | undefined
}

/** The names of the parts of packed weights, in their order. */
const PARTS = ['query', 'key', 'value'] as const

/**
 * `concat(headᵢ)·W_oᵀ + b_o`, `headᵢ = softmax(qᵢ·kᵢᵀ/√d + mask)·vᵢ`, with q, k, v linear in queries, keys
 * and values and d = units/heads (Vaswani et al., 2017, https://arxiv.org/abs/1706.03762): queries `[l, n,
 * units]`, keys `[s, n, keyUnits]`, values `[s, n, valueUnits] → [l, n, units]`; or without n; with
 * `batchFirst`, n comes first. Keys default to the queries, values to the keys.
 *
 * The weights of q, k and v are one parameter `inProjWeight` `[3·units, units]`, or three. They start by
 * PyTorch's law: uniform with variance 2/(in + out) of the parameter as a whole; `outProj` as a `Dense`;
 * biases as zeros. A query that may see no key gives NaN with its weights, as 0/0, and the mean of no values,
 * 0, without them, as in PyTorch.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or heads do not divide units;
 * the shapes and dtypes of inputs and masks are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { MultiheadAttention } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const attention = new MultiheadAttention(8, 2, { batchFirst: true })
 * attention.initialize({ rng: createRng(42) })
 * const { output, weights } = attention.forward(cpu.ones([3, 5, 8]), undefined, undefined, { isCausal: true })
 * output.shape // => [3, 5, 8]
 * weights.at(0, 1).toNested() // => [0.5, 0.5, 0, 0, 0]
 * attention.inProjWeight.fans // => { fanIn: 8, fanOut: 8 }
 * attention.forward(cpu.ones([3, 5, 7])) // throws /MultiheadAttention: expected queries \[n, steps, 8\] or without n/
 * ```
 */
export class MultiheadAttention extends Module {
  override readonly kind: LayerKind = 'attention'
  readonly units: number
  readonly heads: number
  readonly keyUnits: number
  readonly valueUnits: number
  readonly packed: boolean
  readonly useBias: boolean
  readonly addBiasKv: boolean
  readonly addZeroAttention: boolean
  readonly batchFirst: boolean
  readonly dtype: DType
  /** `[3·units, units]`, if packed. */
  declare readonly inProjWeight: Parameter
  /** `[units, units]`, if not packed. */
  declare readonly qProjWeight: Parameter
  /** `[units, keyUnits]`, if not packed. */
  declare readonly kProjWeight: Parameter
  /** `[units, valueUnits]`, if not packed. */
  declare readonly vProjWeight: Parameter
  /** `[3·units]`; with `useBias: false` there is none, and reading it throws. */
  declare readonly inProjBias: Parameter
  /** `[1, 1, units]`, with `addBiasKv`. */
  declare readonly biasK: Parameter
  /** `[1, 1, units]`, with `addBiasKv`. */
  declare readonly biasV: Parameter
  declare readonly outProj: Dense
  declare readonly dropout: Dropout

  constructor(units: number, heads: number, options: MultiheadAttentionOptions = {}) {
    super()
    const where = 'MultiheadAttention'
    checkOptions(where, options, OPTIONS)
    const { keyUnits = units, valueUnits = units, useBias = true, dtype = 'float32', biasInit } = options
    this.units = positiveCount(where, 'units', units)
    this.heads = positiveCount(where, 'heads', heads)
    if (units % heads !== 0) {
      throw new RangeError(`${where}: expected heads to divide units ${units}, got ${heads}`)
    }
    this.keyUnits = positiveCount(where, 'keyUnits', keyUnits)
    this.valueUnits = positiveCount(where, 'valueUnits', valueUnits)
    const isSquare = keyUnits === units && valueUnits === units
    this.packed = flag(where, 'packed', options.packed ?? isSquare)
    if (this.packed && !isSquare) {
      throw new RangeError(
        `${where}: expected keyUnits and valueUnits ${units} with packed, got ${keyUnits} and ${valueUnits}`,
      )
    }
    this.useBias = flag(where, 'useBias', useBias)
    this.addBiasKv = flag(where, 'addBiasKv', options.addBiasKv ?? false)
    this.addZeroAttention = flag(where, 'addZeroAttention', options.addZeroAttention ?? false)
    this.batchFirst = flag(where, 'batchFirst', options.batchFirst ?? false)
    this.dtype = dtype
    declareProjections(this, options)
    const given = biasInit === undefined ? {} : { biasInit }
    this.outProj = new Dense(units, { inUnits: units, use: 'attentionOutput', useBias, dtype, ...given })
    this.dropout = new Dropout(options.dropout ?? 0, { rng: options.rng })
    this.parameters()
  }

  override forward(
    query: Tensor,
    key: Tensor = query,
    value: Tensor = key,
    options: AttentionOptions = {},
  ): AttentionResult {
    checkCall(this, 'options', options, ['mask', 'paddingMask', 'isCausal', 'needWeights', 'averageWeights'])
    const { needWeights = true, averageWeights = true } = options
    checkInputs(this, query, key, value)
    this.materialize(query.backend)
    const isSingle = query.ndim === 2
    const [q, k, v] = this.project([query, key, value].map((x) => this.toBatch(x)))
    const scores = q!.mul(1 / Math.sqrt(this.units / this.heads)).matmul(k!.transpose())
    const [n, heads, queries, keys] = scores.shape as [number, number, number, number]
    const added = keys - (key.shape[isSingle || !this.batchFirst ? 0 : 1] as number)
    const mask = maskOf(this, options, { n, heads, queries, keys: keys - added }, query)
    if (mask !== undefined) scores.add_(added === 0 ? mask : mask.pad([[0, added]]))
    const soft = scores.softmax(-1)
    const weights = this.dropout.forward(needWeights ? soft : withoutEmpty(scores, soft))
    const mixed = weights.matmul(v!).transpose(1, 2).reshape(n, queries, this.units)
    const output = this.fromBatch(this.outProj.forward(mixed), isSingle)
    if (!needWeights) return { output, weights: undefined }
    const shown = averageWeights ? weights.mean(1) : weights
    return { output, weights: isSingle ? shown.squeeze(0) : shown }
  }

  /** `[n, steps, …]` of an input. */
  protected toBatch(x: Tensor): Tensor {
    if (x.ndim === 2) return x.unsqueeze(0)
    return this.batchFirst ? x : x.transpose(0, 1)
  }

  /** An output `[n, steps, …]` as the inputs were. */
  protected fromBatch(x: Tensor, isSingle: boolean): Tensor {
    if (isSingle) return x.squeeze(0)
    return this.batchFirst ? x : x.transpose(0, 1)
  }

  /** Queries, keys and values as the heads see them: `[n, heads, steps, units/heads]`. */
  protected project(inputs: readonly Tensor[]): Tensor[] {
    const { units, heads, packed, useBias } = this
    const separate = packed ? [] : [this.qProjWeight, this.kProjWeight, this.vProjWeight]
    return inputs.map((x, i) => {
      const rows = [i * units, (i + 1) * units] as const
      const weight = packed ? this.inProjWeight.data.slice(rows) : separate[i]!.data
      const y = linear(x, weight, useBias ? this.inProjBias.data.slice(rows) : undefined)
      const all = i === 0 ? y : this.withAdded(y, i === 1 ? 'biasK' : 'biasV')
      return all.reshape(all.shape[0]!, all.shape[1]!, heads, units / heads).transpose(1, 2)
    })
  }

  /** Keys or values with those that are added to each sequence. */
  protected withAdded(x: Tensor, name: 'biasK' | 'biasV'): Tensor {
    const { addBiasKv, addZeroAttention, units, dtype } = this
    const n = x.shape[0]!
    const parts = [x]
    if (addBiasKv) parts.push(this[name].data.expand(n, 1, units))
    if (addZeroAttention) parts.push(x.backend.zeros([n, 1, units], { dtype }))
    return parts.length === 1 ? x : concat(parts, 1)
  }
}

/** Attention weights, 0 for queries that may see no key. */
function withoutEmpty(scores: Tensor, weights: Tensor): Tensor {
  return where(scores.max(-1, { keepDims: true }).eq(-Infinity), 0, weights)
}

function declareProjections(layer: MultiheadAttention, options: MultiheadAttentionOptions): void {
  const { units, keyUnits, valueUnits, packed, useBias, addBiasKv, dtype } = layer
  const { weightInit, biasInit } = options
  const blocks = { axis: 0, names: PARTS }
  const fields: Record<string, Parameter> = {}
  const weight = (name: string, columns: number, use?: ParameterUse): void => {
    const axes = packed ? { out: 0, in: 1, blocks } : { out: 0, in: 1 }
    // PyTorch's law counts the packed rows as outputs of one weight: 2/(4·units), half of 2/(2·units).
    const init = xavierUniform(packed ? { gain: Math.SQRT1_2 } : {})
    const shape = [packed ? 3 * units : units, columns]
    fields[name] = new Parameter({ shape, role: 'weight', use, axes, dtype, init, option: weightInit })
  }
  const bias = (
    name: string,
    shape: readonly number[],
    init: InitLike,
    declared: Partial<ParameterSpec>,
  ): void => {
    fields[name] = new Parameter({ shape, role: 'bias', dtype, init, option: biasInit, ...declared })
  }
  if (packed) weight('inProjWeight', units)
  else {
    weight('qProjWeight', units)
    weight('kProjWeight', keyUnits)
    weight('vProjWeight', valueUnits, 'value')
  }
  if (useBias) bias('inProjBias', [3 * units], zeros(), { axes: { out: 0, blocks } })
  if (addBiasKv) {
    const init = normal({ std: 1 / Math.sqrt(units) })
    bias('biasK', [1, 1, units], init, { use: 'addedKey' })
    bias('biasV', [1, 1, units], init, { use: 'addedValue' })
  }
  Object.assign(layer, fields)
  if (!useBias) withoutParameter(layer, 'inProjBias', 'useBias')
}

function checkInputs(layer: MultiheadAttention, query: Tensor, key: Tensor, value: Tensor): void {
  const { dtype, batchFirst, units, keyUnits, valueUnits } = layer
  const lead = batchFirst ? 'n, steps' : 'steps, n'
  const inputs = [
    ['queries', query, units],
    ['keys', key, keyUnits],
    ['values', value, valueUnits],
  ] as const
  for (const [name, x, width] of inputs) {
    checkInput(layer, x, dtype, name)
    if ((x.ndim === 2 || x.ndim === 3) && x.ndim === query.ndim && x.shape.at(-1) === width) continue
    throw wrongShape(layer, `${name} [${lead}, ${width}] or without n`, x)
  }
  const n = batchFirst ? 0 : 1
  const steps = query.ndim === 3 && batchFirst ? 1 : 0
  if (key.shape[steps] !== value.shape[steps]) {
    throw wrongShape(layer, `values of ${key.shape[steps]} steps, as the keys`, value)
  }
  for (const x of [key, value]) {
    if (query.ndim === 3 && x.shape[n] !== query.shape[n]) {
      throw wrongShape(layer, `keys and values of ${query.shape[n]} sequences, as the queries`, x)
    }
  }
  if (key.shape[steps] === 0) throw wrongShape(layer, 'keys of at least one step', key)
}
