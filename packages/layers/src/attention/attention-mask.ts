import { flag, message, type OptionNames, show, showShape } from '@nn/check'
import { type Backend, type DType, isTensor, type Tensor, where } from '@nn/tensor'
import { type Labelled, wrongShape } from '../check/input.ts'
import { fits } from '../tree/shape.ts'

/**
 * Which keys attention leaves out. In masks of bool, true is left out; those of floats are added to the
 * scores.
 */
export interface MaskOptions {
  /** `[queries, keys]`, or `[n · heads, queries, keys]`. */
  readonly mask?: Tensor | undefined
  /** `[n, keys]`, or `[keys]` without n. */
  readonly paddingMask?: Tensor | undefined
  /** Whether each query sees only the keys up to its own place. Default false. */
  readonly isCausal?: boolean | undefined
}

/** The names of these options. @internal */
export const MASK: OptionNames<MaskOptions> = { mask: true, paddingMask: true, isCausal: true }

/** The lengths that masks are to fit. */
interface Lengths {
  readonly n: number
  readonly heads: number
  readonly queries: number
  readonly keys: number
}

/**
 * The sum of all masks, as it broadcasts to scores `[n, heads, queries, keys]`; undefined if there are none.
 *
 * @throws ShapeError or TypeError if a mask does not fit.
 */
export function maskOf(
  layer: Labelled,
  { mask, paddingMask, isCausal = false }: MaskOptions,
  lengths: Lengths,
  { backend, dtype }: { readonly backend: Backend; readonly dtype: DType },
): Tensor | undefined {
  const { n, heads, queries, keys } = lengths
  const masks: Tensor[] = []
  if (mask !== undefined) {
    const flat = additive(layer, 'mask', mask, dtype)
    const isBatched = flat.ndim === 3
    checkMask(layer, 'a mask', flat, isBatched ? [n * heads, queries, keys] : [queries, keys])
    masks.push(isBatched ? flat.reshape(n, heads, queries, keys) : flat)
  }
  if (isCausal !== false && flag(layer.label, 'isCausal', isCausal))
    masks.push(additive(layer, 'mask', causal(backend, queries, keys), dtype))
  if (paddingMask !== undefined) {
    const flat = additive(layer, 'paddingMask', paddingMask, dtype)
    const rows = flat.ndim === 1 && n === 1 ? flat.unsqueeze(0) : flat
    checkMask(layer, 'a padding mask', rows, [n, keys])
    masks.push(rows.reshape(n, 1, 1, keys))
  }
  return masks.length === 0 ? undefined : masks.reduce((sum, one) => sum.add(one))
}

/** True where a key lies behind its query. */
function causal(backend: Backend, queries: number, keys: number): Tensor {
  const data = Uint8Array.from({ length: queries * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? 1 : 0,
  )
  return backend.tensor(data, { shape: [queries, keys], copy: false })
}

/** −∞ for true and 0 for false; floats as they are. */
function additive(layer: Labelled, name: string, mask: Tensor, dtype: DType): Tensor {
  if (isTensor(mask) && mask.dtype === dtype) return mask
  if (isTensor(mask) && mask.dtype === 'bool') {
    const zero = mask.backend.zeros([], { dtype })
    return where(mask, zero.sub(Infinity), zero)
  }
  const got = isTensor(mask) ? mask.dtype : show(mask)
  throw new TypeError(message(layer.label, `${name} to be a tensor of bool or ${dtype}`, got))
}

function checkMask(layer: Labelled, what: string, mask: Tensor, expected: readonly number[]): void {
  if (!fits(mask.shape, expected)) throw wrongShape(layer, `${what} ${showShape(expected)}`, mask)
}
