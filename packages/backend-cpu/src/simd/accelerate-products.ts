import type { ActivationOp, Kernels, Strided } from '@nn/tensor'
import { transpose } from '../kernels/matrix.ts'
import { convolveSimd } from './convolution/convolve.ts'
import type { Engine } from './engine/engine.ts'
import { type Least, sizeOf } from './engine/least.ts'
import type { Product } from './engine/product.ts'
import { type Epilogue, isTooDeep, multiplySimd } from './products/matmul.ts'

/** The products that an engine takes where their size, the number of multiplications, is worth it; `rows` are those on the left. */
export function products(
  plain: Kernels,
  engine: (rows: number, size: number) => Engine | null,
  { products: least }: Least,
): Pick<Kernels, 'matmul' | 'orderedMatmul' | 'linear' | 'convolve'> {
  const choose = (rows: number, k: number, out: Strided, isOrdered = false): Product | undefined => {
    const { dtype, shape } = out
    const size = k * sizeOf(shape)
    if (size === 0 || size < least || (dtype !== 'float32' && dtype !== 'float64')) return undefined
    const chosen = engine(rows, size)
    const product = dtype === 'float64' ? chosen?.float64() : isOrdered ? chosen?.ordered() : chosen?.float32
    return product === undefined || isTooDeep(product, k) ? undefined : product
  }
  return {
    matmul: (a, b, out) => {
      const product = choose(a.shape.at(-2)!, a.shape.at(-1)!, out)
      if (product === undefined) plain.matmul(a, b, out)
      else multiplySimd(product, a, b, out)
    },
    orderedMatmul: (a, b, out) => {
      const product = choose(a.shape.at(-2)!, a.shape.at(-1)!, out, true)
      if (product === undefined) plain.orderedMatmul(a, b, out)
      else multiplySimd(product, a, b, out)
    },
    linear: (x, weight, bias, activation, out) => {
      const product = choose(x.shape[0]!, x.shape[1]!, out)
      if (product === undefined) {
        plain.linear(x, weight, bias, activation, out)
        return
      }
      const [epilogue, left] = epilogueOf(product, bias, activation)
      multiplySimd(product, x, transpose(weight), out, epilogue)
      if (left !== undefined) plain.unary[left](out, out)
    },
    convolve: (x, weight, bias, activation, windows, out) => {
      const product = choose(weight.shape[0]! / windows.groups, sizeOf(weight.shape.slice(1)), out)
      const [epilogue, left] = product === undefined ? [] : epilogueOf(product, bias, activation)
      if (product === undefined || !convolveSimd(product, x, weight, windows, out, epilogue!)) {
        plain.convolve(x, weight, bias, activation, windows, out)
      } else if (left !== undefined) plain.unary[left](out, out)
    },
  }
}

/** What a product does to its sums, and the activation that is left to be applied to the result, if any. */
function epilogueOf(
  { maps }: Product,
  bias: Strided | undefined,
  activation: ActivationOp | undefined,
): [Epilogue, ActivationOp | undefined] {
  if (activation === undefined || activation === 'relu')
    return [{ bias, rectified: activation === 'relu' }, undefined]
  const activate = maps?.[activation]
  return [{ bias, activate }, activate === undefined ? activation : undefined]
}
