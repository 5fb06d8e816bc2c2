import type { Kernels } from '@nn/tensor'
import { binary } from './binary.ts'
import { compare } from './compare.ts'
import { convolve } from './convolve.ts'
import { copy, fill } from './copy.ts'
import { linear } from './linear.ts'
import { matmul, orderedMatmul } from './matmul.ts'
import { moments } from './moments.ts'
import { argReduce, reduce } from './reduce.ts'
import { slope } from './slope.ts'
import { softmax } from './softmax.ts'
import { standardize } from './standardize.ts'
import { take } from './take.ts'
import { test, unary } from './unary.ts'
import { where } from './where.ts'

/** Every kernel in plain TypeScript: what runs without WebAssembly SIMD, and what the other kernels are checked against. */
export const plainKernels: Kernels = {
  name: 'cpu',
  unary,
  slope,
  test,
  binary,
  compare,
  reduce,
  argReduce,
  where,
  matmul,
  orderedMatmul,
  linear,
  convolve,
  take,
  softmax,
  moments,
  standardize,
  copy,
  fill,
}
