import { type Backend, createBackend } from '@nn/tensor'
import { plainKernels } from '../src/kernels/plain.ts'
import { accelerate } from '../src/simd/accelerate.ts'
import { createEngine } from '../src/simd/engine/engine.ts'
import type { Instructions } from '../src/simd/engine/modules.ts'

/** The kernels alone, without WebAssembly. */
export const plain: Backend = createBackend({ ...plainKernels, name: 'cpu, plain' })

/** A backend that takes WebAssembly for every size, or undefined where the engine cannot run it. */
function always(instructions: Instructions): Backend | undefined {
  const engine = createEngine(instructions)
  if (engine === null) return undefined
  const kernels = accelerate(plainKernels, () => engine, { products: 0, elements: 0, costly: 0, row: 0 })
  return createBackend({ ...kernels, name: `cpu, ${instructions}` })
}

const simd: Backend | undefined = always('simd')
const relaxed: Backend | undefined = always('relaxed')

/** Every kind of kernels that this engine runs; Node 20 has no relaxed SIMD. */
export const accelerated: readonly Backend[] = [simd, relaxed].filter((backend) => backend !== undefined)
