import { showShape } from '@nn/init'
import { type DType, ShapeError, Tensor } from '@nn/tensor'

/** Throws unless an input is a tensor of the layer's dtype. */
export function checkInput(label: string, x: unknown, dtype: DType, what: string = 'an input'): void {
  if (!(x instanceof Tensor)) {
    throw new TypeError(`${label}: expected ${what} to be a tensor, got ${x === null ? 'null' : typeof x}`)
  }
  if (x.dtype === dtype) return
  throw new TypeError(`${label}: expected ${what} of ${dtype}, got ${x.dtype}; pass x.cast('${dtype}')`)
}

/** The error of an input whose shape does not fit. */
export function wrongShape(label: string, expected: string, x: Tensor, cure?: string): ShapeError {
  const complaint = `${label}: expected ${expected}, got ${showShape(x.shape)}`
  return new ShapeError(cure === undefined ? complaint : `${complaint}; ${cure}`)
}

/** Throws unless an input is a tensor of floats. */
export function checkFloating(label: string, x: unknown): void {
  if (x instanceof Tensor && (x.dtype === 'float32' || x.dtype === 'float64')) return
  const got = x instanceof Tensor ? x.dtype : typeof x
  throw new TypeError(`${label}: expected a tensor of float32 or float64, got ${got}`)
}

/** Throws unless an input is `[n, channels, …lengths]` with `rank` lengths, or one example without n. */
export function checkRank(label: string, x: Tensor, rank: number): void {
  if (x.ndim === rank + 1 || x.ndim === rank + 2) return
  const lengths = ['depth', 'height', 'width'].slice(3 - rank).join(', ')
  throw wrongShape(label, `an input [n, channels, ${lengths}] or one without n`, x)
}
