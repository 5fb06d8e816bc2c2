import type { BinaryKernel, Kernels, Strided } from '@nn/tensor'
import { transpose } from '../kernels/matrix.ts'
import type { Engine } from './engine.ts'
import { MOST_DEPTH, multiplySimd } from './matmul.ts'

/** From which sizes on the copies into the engine's memory, and its compilation, are worth it. */
export interface Least {
  /** The products of a matrix product. */
  readonly products: number
  /** The elements of any other operation. */
  readonly elements: number
}

/** What `cpu` goes by; it depends on nothing but the sizes, so that the same call always gives the same bits. */
export const USUAL: Least = { products: 16384, elements: 1024 }

/** The kernels with those of float32 replaced by the engine's where it can be had and the sizes are worth it. */
export function accelerate(plain: Kernels, engine: () => Engine | null, least: Least): Kernels {
  return { ...plain, ...products(plain, engine, least.products) }
}

function products(
  plain: Kernels,
  engine: () => Engine | null,
  least: number,
): Pick<Kernels, 'matmul' | 'linear'> {
  const choose = (k: number, out: Strided): Engine | null => {
    let size = k
    for (const n of out.shape) size *= n
    const pays = out.dtype === 'float32' && size >= least && size > 0 && k <= MOST_DEPTH
    return pays ? engine() : null
  }
  const matmul: BinaryKernel = (a, b, out) => {
    const chosen = choose(a.shape.at(-1)!, out)
    if (chosen === null) plain.matmul(a, b, out)
    else multiplySimd(chosen, a, b, out)
  }
  return {
    matmul,
    linear: (x, weight, bias, rectified, out) => {
      const chosen = choose(x.shape[1]!, out)
      if (chosen === null) {
        plain.linear(x, weight, bias, rectified, out)
        return
      }
      multiplySimd(chosen, x, transpose(weight), out, { bias, rectified })
    },
  }
}
