import { type ActivationOp, createBackend, type Strided } from '@nn/tensor'
import { plainKernels } from '../kernels/plain.ts'
import { accelerate } from '../simd/accelerate.ts'
import { createEngine, type Engine } from '../simd/engine/engine.ts'
import { sizeOf, USUAL } from '../simd/engine/least.ts'
import { type CpuBackend, featuresOf } from './features.ts'

let found: Engine | null | undefined

/** The kernels without relaxed instructions, whose values WebAssembly defines to the bit. */
function engine(): Engine | null {
  found ??= createEngine('simd')
  return found
}

/** An array of its own, row-major, as an operand. */
function rowsLike({ shape, dtype }: Strided): Strided {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  return { data: new Float32Array(sizeOf(shape)), dtype, shape, strides, offset: 0 }
}

function makeExact(): CpuBackend {
  // Functions of float32 are the engine's at every size: JavaScript's own have no defined last bits.
  const kernels = accelerate(plainKernels, engine, { ...USUAL, elements: 0, costly: 0, row: 0 })
  const activate = (activation: ActivationOp | undefined, out: Strided): void => {
    if (activation !== undefined) kernels.unary[activation](out, out)
  }
  const backend = createBackend({
    ...kernels,
    // There is always a kernel for rows that lie together.
    softmax(x, out) {
      if (x.dtype !== 'float32') return kernels.softmax(x, out)
      const rows = rowsLike(x)
      kernels.copy(x, rows)
      kernels.softmax(rows, rows)
      kernels.copy(rows, out)
    },
    linear(x, weight, bias, activation, out) {
      kernels.linear(x, weight, bias, undefined, out)
      activate(activation, out)
    },
    convolve(x, weight, bias, activation, windows, out) {
      kernels.convolve(x, weight, bias, undefined, windows, out)
      activate(activation, out)
    },
  })
  return featuresOf(backend, () => (engine() === null ? [] : ['simd']))
}

/**
 * The CPU backend with the same bits of float32 on every engine that has WebAssembly SIMD: for a server and its pages, where `cpu` takes the
 * fused multiply-add of the engine that has one, and JavaScript's own functions below 1024 elements.
 *
 * Exact are products, convolutions, reductions, normalisations, softmax and every function but `pow` (and GELU's approximation, which takes it) and sines, cosines and
 * tangents beyond ±1e5: these, and functions of float64, are the JavaScript engine's. Large products take up to twice the time of `cpu`
 * where that has relaxed SIMD. Where `features` is empty there is no SIMD, and last bits may differ.
 *
 * @example
 * ```ts
 * import { cpuExact as cpu } from '@nn/backend-cpu'
 * const x = cpu.arange(6).reshape(2, 3)
 * x.matmul(x.transpose()).toNested() // => [[5, 14], [14, 50]]
 * cpu.features // => ['simd']
 * ```
 */
export const cpuExact: CpuBackend = /* @__PURE__ */ makeExact()
