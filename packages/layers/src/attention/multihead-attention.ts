import { checkOptions, flag, integer, message, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind, ParameterUse } from '@nn/init'
import { normal } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import { type DType, mapGradient, type Tensor, where } from '@nn/tensor'
import { checkCall, checkInput, wrongShape } from '../check/input.ts'
import { divides, dtypeOf, flagOf } from '../check/options.ts'
import { Dense } from '../linear/dense.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { biasIf, type PresentIf, parameterIf } from '../module/present-if.ts'
import { Dropout } from '../shaping/dropout.ts'
import { adopt } from '../tree/walk.ts'
import { MASK, type MaskOptions, maskOf } from './attention-mask.ts'
import { fromBatch, project } from './heads.ts'
import { packedAxes, projection } from './projections.ts'

/** The options of `MultiheadAttention`. */
export interface MultiheadAttentionOptions<HasBias extends boolean = boolean> {
  /** Length of the keys' last axis. Default units. */
  readonly keyUnits?: number | undefined
  /** Length of the values' last axis. Default units. */
  readonly valueUnits?: number | undefined
  /**
   * Whether the weights of queries, keys and values are one parameter. Default true if all lengths are units.
   */
  readonly packed?: boolean | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Whether a key and a value that are learnt are added to each sequence. Default false. */
  readonly addBiasKv?: boolean | undefined
  /** Whether a key and a value of zeros are added to each sequence. Default false. */
  readonly addZeroAttention?: boolean | undefined
  /** Rate of the dropout of the attention weights. Default 0. */
  readonly dropout?: number | undefined
  /** The root stream of the dropout. */
  readonly rng?: Rng | undefined
  /**
   * Whether inputs and outputs are `[n, steps, …]` instead of `[steps, n, …]`. Default false, as in PyTorch.
   */
  readonly batchFirst?: boolean | undefined
  /** Initializer of the weights of queries, keys and values. Default Xavier's uniform law. */
  readonly weightInit?: InitLike | undefined
  /** Initializer of all biases. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<MultiheadAttentionOptions> = {
  keyUnits: true,
  valueUnits: true,
  packed: true,
  useBias: true,
  addBiasKv: true,
  addZeroAttention: true,
  dropout: true,
  rng: true,
  batchFirst: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/** The options of a call of `MultiheadAttention`: its masks, and what it gives. */
export interface AttentionOptions extends MaskOptions {
  /** Whether the result has the attention weights, too. Default true. */
  readonly needWeights?: boolean | undefined
  /** Whether the weights are the mean of the heads'. Default true. */
  readonly averageWeights?: boolean | undefined
}

const CALL: OptionNames<AttentionOptions> = /* @__PURE__ */ Object.assign({}, MASK, {
  needWeights: true,
  averageWeights: true,
} as const)

/** What `MultiheadAttention` gives. */
export interface AttentionResult {
  /** `[queries, n, units]`, or n first, or without n. */
  readonly output: Tensor
  /** `[n, queries, keys]`, or with `averageWeights: false` `[n, heads, queries, keys]`; or without n. */
  readonly weights: Tensor | undefined
}

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
 * weights?.at(0, 1).toNested() // => [0.5, 0.5, 0, 0, 0]
 * attention.inProjWeight?.fans // => { fanIn: 8, fanOut: 8 }
 * attention.forward(cpu.ones([3, 5, 7])) // throws /MultiheadAttention: expected queries \[n, steps, 8\] or without n/
 * ```
 */
export class MultiheadAttention<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'attention'
  readonly units: number
  readonly heads: number
  readonly keyUnits: number
  readonly valueUnits: number
  readonly packed: boolean
  readonly useBias: HasBias
  readonly addBiasKv: boolean
  readonly addZeroAttention: boolean
  readonly batchFirst: boolean
  readonly dtype: DType
  /** `[3·units, units]`; undefined if not packed. */
  inProjWeight: Parameter | undefined
  /** `[units, units]`; undefined if packed. */
  qProjWeight: Parameter | undefined
  /** `[units, keyUnits]`; undefined if packed. */
  kProjWeight: Parameter | undefined
  /** `[units, valueUnits]`; undefined if packed. */
  vProjWeight: Parameter | undefined
  /** `[3·units]`; undefined with `useBias: false`. */
  inProjBias: PresentIf<HasBias, Parameter>
  /** `[1, 1, units]`; undefined without `addBiasKv`. */
  biasK: Parameter | undefined
  /** `[1, 1, units]`; undefined without `addBiasKv`. */
  biasV: Parameter | undefined
  readonly outProj: Dense<HasBias>
  readonly dropout: Dropout

  constructor(units: number, heads: number, options: MultiheadAttentionOptions<HasBias> = {}) {
    super()
    const where = 'MultiheadAttention'
    checkOptions(where, options, NAMES)
    const { keyUnits = units, valueUnits = units, dropout = 0, rng, weightInit, biasInit } = options
    const { addBiasKv = false, addZeroAttention = false, batchFirst = false } = options
    this.units = integer(where, 'units', units, 1)
    this.heads = integer(where, 'heads', heads, 1)
    divides(where, 'heads', heads, 'units', units)
    this.keyUnits = integer(where, 'keyUnits', keyUnits, 1)
    this.valueUnits = integer(where, 'valueUnits', valueUnits, 1)
    const isSquare = keyUnits === units && valueUnits === units
    const { packed = isSquare } = options
    this.packed = flag(where, 'packed', packed)
    if (packed && !isSquare) {
      const expected = `keyUnits and valueUnits ${units} with packed`
      throw new RangeError(message(where, expected, `${keyUnits} and ${valueUnits}`))
    }
    this.useBias = flagOf(where, 'useBias', options.useBias, true)
    this.addBiasKv = flag(where, 'addBiasKv', addBiasKv)
    this.addZeroAttention = flag(where, 'addZeroAttention', addZeroAttention)
    this.batchFirst = flag(where, 'batchFirst', batchFirst)
    this.dtype = dtypeOf(where, options.dtype)
    const { useBias, dtype } = this
    const weight = (of: boolean, inUnits: number, use?: ParameterUse): Parameter | undefined =>
      of
        ? projection({ units, heads, dtype, option: weightInit, ...(use && { use }) }, inUnits, packed)
        : undefined
    this.inProjWeight = weight(packed, units)
    this.qProjWeight = weight(!packed, units)
    this.kProjWeight = weight(!packed, keyUnits)
    this.vProjWeight = weight(!packed, valueUnits, 'value')
    this.inProjBias = biasIf(useBias, {
      shape: [3 * units],
      axes: packedAxes(heads),
      weight: this.inProjWeight ?? this.qProjWeight,
      dtype,
      option: biasInit,
    })
    const shape = [1, 1, units]
    const added = {
      shape,
      role: 'bias',
      dtype,
      init: normal({ std: 1 / Math.sqrt(units) }),
      option: biasInit,
    } as const
    this.biasK = parameterIf(addBiasKv, { ...added, use: 'addedKey' })
    this.biasV = parameterIf(addBiasKv, { ...added, use: 'addedValue' })
    const last = { inUnits: units, use: 'attentionOutput', heads, useBias, dtype, biasInit } as const
    this.outProj = new Dense(units, last)
    this.dropout = new Dropout(dropout, { rng })
    adopt(this)
  }

  override forward(
    query: Tensor,
    key: Tensor = query,
    value: Tensor = key,
    options: AttentionOptions = {},
  ): AttentionResult {
    checkCall(this, 'options', options, CALL)
    const { needWeights = true, averageWeights = true } = options
    if (needWeights !== true) flag(this.label, 'needWeights', needWeights)
    if (averageWeights !== true) flag(this.label, 'averageWeights', averageWeights)
    checkInputs(this, query, key, value)
    this.materialize(query.backend)
    const { units, heads, batchFirst } = this
    const isSingle = query.ndim === 2
    const { q, k, v } = project(this, query, key, value)
    const scores = q.matmul(k.transpose())
    const [n = 0, , queries = 0, keys = 0] = scores.shape
    const own = key.shape[isSingle || !batchFirst ? 0 : 1] ?? 0
    const mask = maskOf(this, options, { n, heads, queries, keys: own }, query)
    if (mask !== undefined) scores.add_(own === keys ? mask : mask.pad([[0, keys - own]]))
    // Queries that may see no key: their weights are 0, and have no gradient.
    const mayBeEmpty = !needWeights && mask !== undefined
    if (mayBeEmpty) mapGradient(scores, (g, values) => where(isEmpty(values), 0, g), scores)
    const soft = scores.softmax(-1)
    const weights = this.dropout.forward(mayBeEmpty ? where(isEmpty(scores), 0, soft) : soft)
    const mixed = weights.matmul(v).transpose(1, 2).reshape(n, queries, units)
    const output = fromBatch(this, this.outProj.forward(mixed), isSingle)
    if (!needWeights) return { output, weights: undefined }
    const shown = averageWeights ? weights.mean(1) : weights
    return { output, weights: isSingle ? shown.squeeze(0) : shown }
  }
}

/** Queries that may see no key. */
function isEmpty(scores: Tensor): Tensor {
  return scores.eq(-Infinity).all(-1, { keepDims: true })
}

function checkInputs(layer: MultiheadAttention<boolean>, query: Tensor, key: Tensor, value: Tensor): void {
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
