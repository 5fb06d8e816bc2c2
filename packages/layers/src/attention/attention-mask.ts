import { showShape } from '@nn/check'
import { type Backend, type DType, ShapeError, Tensor, where } from '@nn/tensor'
import type { Labelled } from '../check/input.ts'

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
  const parts: Tensor[] = []
  if (mask !== undefined) {
    const flat = additive(layer, 'mask', mask, dtype)
    const isBatched = mask?.ndim === 3
    checkMask(layer, 'a mask', flat, isBatched ? [n * heads, queries, keys] : [queries, keys])
    parts.push(isBatched ? flat.reshape(n, heads, queries, keys) : flat)
  }
  if (isCausal) parts.push(additive(layer, 'mask', causal(backend, queries, keys), dtype))
  if (paddingMask !== undefined) {
    const flat = additive(layer, 'paddingMask', paddingMask, dtype)
    const rows = flat.ndim === 1 && n === 1 ? flat.unsqueeze(0) : flat
    checkMask(layer, 'a padding mask', rows, [n, keys])
    parts.push(rows.reshape(n, 1, 1, keys))
  }
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum.add(part))
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
  if (mask instanceof Tensor && mask.dtype === dtype) return mask
  if (mask instanceof Tensor && mask.dtype === 'bool') {
    const zero = mask.backend.zeros([], { dtype })
    return where(mask, zero.sub(Infinity), zero)
  }
  const got = mask instanceof Tensor ? mask.dtype : typeof mask
  throw new TypeError(`${layer.label}: expected ${name} to be a tensor of bool or ${dtype}, got ${got}`)
}

function checkMask(layer: Labelled, what: string, mask: Tensor, expected: readonly number[]): void {
  if (mask.ndim === expected.length && mask.shape.every((length, axis) => length === expected[axis])) return
  throw new ShapeError(
    `${layer.label}: expected ${what} ${showShape(expected)}, got ${showShape(mask.shape)}`,
  )
}
