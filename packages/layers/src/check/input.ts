import { checkOptions, isPlain, message, type OptionNames, show, showShape } from '@nn/check'
import { type DType, isTensor, ShapeError, type Tensor } from '@nn/tensor'

/** A module, as errors name it. The label is read only for them, as it takes a walk to the root. */
export interface Labelled {
  readonly label: string
}

/** A tensor, checked for a function of this name, or for a layer. */
export function checkTensor(where: string | Labelled, x: Tensor): Tensor {
  if (isTensor(x)) return x
  throw new TypeError(message(typeof where === 'string' ? where : where.label, 'a tensor', show(x)))
}

/** Throws if a factory of activations was given the tensor that is for the activation: `leakyRelu` for `leakyRelu()`. */
export function checkCalled(where: string, option: unknown): void {
  if (!isTensor(option)) return
  throw new TypeError(message(where, 'a number', 'a tensor', `call it first: ${where}()`))
}

/** Throws unless an input is a tensor of the layer's dtype. */
export function checkInput(layer: Labelled, x: Tensor, dtype: DType, what: string = 'an input'): void {
  if (!isTensor(x)) throw new TypeError(message(layer.label, `${what} to be a tensor`, show(x)))
  if (x.dtype === dtype) return
  throw new TypeError(message(layer.label, `${what} of ${dtype}`, x.dtype, `pass x.cast('${dtype}')`))
}

/** Throws unless an input is a tensor of floats. */
export function checkFloating(layer: Labelled, x: Tensor): void {
  if (isTensor(x) && (x.dtype === 'float32' || x.dtype === 'float64')) return
  const got = isTensor(x) ? x.dtype : show(x)
  throw new TypeError(message(layer.label, 'a tensor of float32 or float64', got))
}

/** The error of an input whose shape does not fit. */
export function wrongShape(layer: Labelled, expected: string, x: Tensor, cure?: string): ShapeError {
  return new ShapeError(message(layer.label, expected, showShape(x.shape), cure))
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

/** Throws unless the options of a forward have these names only. @internal */
export function checkCall<T extends object>(
  layer: Labelled,
  what: string,
  options: T,
  names: OptionNames<T>,
): void {
  if (isPlain(options) && Object.keys(options).every((name) => Object.hasOwn(names, name))) return
  checkOptions(`${layer.label} ${what}`, options, names)
}
