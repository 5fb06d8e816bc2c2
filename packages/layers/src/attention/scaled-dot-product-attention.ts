import { checkOptions, flag, message, type OptionNames, positive, showShape } from '@nn/check'
import { where as choose, isTensor, repeat, ShapeError, type Tensor } from '@nn/tensor'

/** The options of `scaledDotProductAttention`. */
export interface ScaledDotProductAttentionOptions {
  /** Which keys each query leaves out: bool, true is left out, or floats that are added to the scores; broadcast to `[…, queries, keys]`. */
  readonly mask?: Tensor | undefined
  /** Whether each query sees only the keys up to its own place. Default false. */
  readonly isCausal?: boolean | undefined
  /** The factor of the products, above 0. Default 1/√units. */
  readonly scale?: number | undefined
  /** Whether there are fewer heads of keys and values than of queries, each for a group of them (axis -3). Default false. */
  readonly groupedQueries?: boolean | undefined
}

const OPTIONS: OptionNames<ScaledDotProductAttentionOptions> = {
  ...{ mask: true, isCausal: true, scale: true, groupedQueries: true },
}

/**
 * softmax(scale·Q·Kᵀ + mask)·V, as PyTorch's `scaled_dot_product_attention` without dropout; a mask of bool says there what is seen.
 *
 * @param query `[…, queries, units]`, floats.
 * @param key `[…, keys, units]`.
 * @param value `[…, keys, out]`; the result is `[…, queries, out]`.
 * @throws TypeError unless they are tensors of floats of one dtype; ShapeError if they do not fit; RangeError if an option is wrong.
 * @see Vaswani et al. (2017), https://arxiv.org/abs/1706.03762; groups: Ainslie et al. (2023), https://arxiv.org/abs/2305.13245
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { scaledDotProductAttention } from '@nn/layers'
 * const x = cpu.tensor([[1, 0], [0, 1]])
 * scaledDotProductAttention(x, x, x, { isCausal: true }).at(0).toNested() // => [1, 0]
 * ```
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: ScaledDotProductAttentionOptions = {},
): Tensor {
  const where = 'scaledDotProductAttention'
  for (const [name, x] of [
    ['query', query],
    ['key', key],
    ['value', value],
  ] as const)
    checkOne(where, name, x, query)
  checkOptions(where, options, OPTIONS)
  const { mask, isCausal = false, groupedQueries = false } = options
  const units = query.shape.at(-1) ?? 1
  const scale = positive(where, 'scale', options.scale ?? 1 / Math.sqrt(units))
  if (key.shape.at(-1) !== units || key.shape.at(-2) !== value.shape.at(-2)) {
    const got = `keys ${showShape(key.shape)} and values ${showShape(value.shape)}`
    throw new ShapeError(message(where, `keys […, keys, ${units}] and values […, keys, out]`, got))
  }
  const isGrouped = flag(where, 'groupedQueries', groupedQueries)
  const [k, v] = isGrouped ? [inGroups(where, query, key), inGroups(where, query, value)] : [key, value]
  let scores = query.mul(scale).matmul(k.transpose())
  if (flag(where, 'isCausal', isCausal)) scores = choose(isLater(scores), Number.NEGATIVE_INFINITY, scores)
  if (mask !== undefined) scores = masked(where, scores, mask)
  return scores.softmax(-1).matmul(v)
}

function checkOne(where: string, name: string, x: Tensor, query: Tensor): void {
  if (!isTensor(x)) throw new TypeError(message(where, `${name} to be a tensor`, typeof x))
  if (x.dtype !== query.dtype || (x.dtype !== 'float32' && x.dtype !== 'float64')) {
    throw new TypeError(message(where, `${name} of floats of one dtype`, x.dtype))
  }
  if (x.ndim >= 2) return
  throw new ShapeError(message(where, `${name} […, steps, units]`, showShape(x.shape)))
}

/** Each head of keys or values once for every query of its group. */
function inGroups(where: string, query: Tensor, x: Tensor): Tensor {
  const [heads, own] = [query.shape.at(-3) ?? 1, x.shape.at(-3) ?? 1]
  if (query.ndim < 3 || x.ndim < 3 || heads % own !== 0) {
    throw new ShapeError(message(where, `heads that divide the ${heads} of the queries`, showShape(x.shape)))
  }
  return repeat(x, heads / own, -3)
}

/** True where a key stands behind its query. */
function isLater({ backend, shape }: Tensor): Tensor {
  const [queries = 0, keys = 0] = shape.slice(-2)
  return backend.arange(keys).gt(backend.arange(queries).unsqueeze(1))
}

function masked(where: string, scores: Tensor, mask: Tensor): Tensor {
  if (isTensor(mask) && mask.dtype === 'bool') return choose(mask, Number.NEGATIVE_INFINITY, scores)
  if (isTensor(mask) && mask.dtype === scores.dtype) return scores.add(mask)
  throw new TypeError(
    message(where, `a mask of bool or ${scores.dtype}`, isTensor(mask) ? mask.dtype : typeof mask),
  )
}
