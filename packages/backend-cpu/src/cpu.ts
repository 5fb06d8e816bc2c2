import { type Backend, createBackend } from '@nn/tensor'
import { binary } from './kernels/binary.ts'
import { compare } from './kernels/compare.ts'
import { copy, fill } from './kernels/copy.ts'
import { matmul } from './kernels/matmul.ts'
import { argReduce, reduce } from './kernels/reduce.ts'
import { take } from './kernels/take.ts'
import { test, unary } from './kernels/unary.ts'
import { where } from './kernels/where.ts'

/**
 * The CPU backend: every operation of the contract in plain TypeScript.
 *
 * Values are computed in double precision and rounded once to the dtype of the result, so that + − × ÷ √ are
 * exact by IEEE 754; sums run in row-major order; int32 is exact modulo 2³².
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * x.matmul(x.transpose()).toNested() // => [[5, 11], [11, 25]]
 * ```
 */
export const cpu: Backend = /* @__PURE__ */ createBackend({
  name: 'cpu',
  unary,
  test,
  binary,
  compare,
  reduce,
  argReduce,
  where,
  matmul,
  take,
  copy,
  fill,
})
