import { showShape } from '@nn/check'
import { type DType, ShapeError, Tensor } from '@nn/tensor'
import { checkOptions } from './check-options.ts'

/** What errors name: a module. Its label is read only for them, as it takes a walk to the root. */
export interface Labelled {
  readonly label: string
}

/** Throws unless an input is a tensor of the layer's dtype. */
export function checkInput(layer: Labelled, x: unknown, dtype: DType, what: string = 'an input'): void {
  if (x instanceof Tensor && x.dtype === dtype) return
  if (!(x instanceof Tensor)) {
    const got = x === null ? 'null' : typeof x
    throw new TypeError(`${layer.label}: expected ${what} to be a tensor, got ${got}`)
  }
  const cure = `pass x.cast('${dtype}')`
  throw new TypeError(`${layer.label}: expected ${what} of ${dtype}, got ${x.dtype}; ${cure}`)
}

/** Throws unless an input is a tensor of floats. */
export function checkFloating(layer: Labelled, x: unknown): void {
  if (x instanceof Tensor && (x.dtype === 'float32' || x.dtype === 'float64')) return
  const got = x instanceof Tensor ? x.dtype : typeof x
  throw new TypeError(`${layer.label}: expected a tensor of float32 or float64, got ${got}`)
}

/** The error of an input whose shape does not fit. */
export function wrongShape(layer: Labelled, expected: string, x: Tensor, cure?: string): ShapeError {
  const complaint = `${layer.label}: expected ${expected}, got ${showShape(x.shape)}`
  return new ShapeError(cure === undefined ? complaint : `${complaint}; ${cure}`)
}

/** `[n, 3, height, width]`, as errors show the inputs of layers over `rank` axes. */
export function imageShape(rank: number, channels: number | string): string {
  return `[n, ${channels}, ${['depth', 'height', 'width'].slice(3 - rank).join(', ')}]`
}

/** Throws unless an input is `[n, channels, …lengths]` with `rank` lengths, or one example without n. */
export function checkRank(layer: Labelled, x: Tensor, rank: number): void {
  if (x.ndim === rank + 1 || x.ndim === rank + 2) return
  throw wrongShape(layer, `an input ${imageShape(rank, 'channels')} or one without n`, x)
}

/** Throws unless the options of a call have these names only. */
export function checkCall(layer: Labelled, what: string, options: object, names: readonly string[]): void {
  const isKnown = typeof options === 'object' && options !== null
  if (isKnown && Object.keys(options).every((name) => names.includes(name))) return
  checkOptions(`${layer.label} ${what}`, options, names)
}
