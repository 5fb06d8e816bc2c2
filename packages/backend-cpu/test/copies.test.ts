import * as ours from '@nn/tensor'
import { describe, expect, it, vi } from 'vitest'
import { plainKernels } from '../src/kernels/plain.ts'

vi.resetModules()
const theirs: typeof ours = await import('@nn/tensor')

const mine = ours.createBackend(plainKernels)
const other = theirs.createBackend(plainKernels)
const a = mine.tensor([
  [1, 2],
  [3, 4],
])
const b = other.tensor([
  [10, 20],
  [30, 40],
])
const filters = other.ones([1, 1, 2])

describe('tensors of two copies of @nn/tensor', () => {
  it('are of different classes, and known to both', () => {
    expect(theirs.Tensor).not.toBe(ours.Tensor)
    expect(b).not.toBeInstanceOf(ours.Tensor)
    expect([ours.isTensor(b), theirs.isTensor(a)]).toEqual([true, true])
  })

  const operations: Record<string, readonly [run: () => ours.Tensor, nested: ours.Nested]> = {
    add: [
      () => a.add(b),
      [
        [11, 22],
        [33, 44],
      ],
    ],
    'add_ to a clone': [
      () => a.clone().add_(b),
      [
        [11, 22],
        [33, 44],
      ],
    ],
    gt: [
      () => b.gt(a),
      [
        [true, true],
        [true, true],
      ],
    ],
    matmul: [
      () => a.matmul(b),
      [
        [70, 100],
        [150, 220],
      ],
    ],
    where: [
      () => ours.where(b.gt(15), b, a),
      [
        [1, 20],
        [30, 40],
      ],
    ],
    concat: [
      () => ours.concat([a, b], 1),
      [
        [1, 2, 10, 20],
        [3, 4, 30, 40],
      ],
    ],
    stack: [
      () => theirs.stack([a.at(0), b.at(0)]),
      [
        [1, 2],
        [10, 20],
      ],
    ],
    copy_: [
      () => a.clone().copy_(b.transpose()),
      [
        [10, 30],
        [20, 40],
      ],
    ],
    set: [
      () => a.clone().set([0], b.at(1)),
      [
        [30, 40],
        [3, 4],
      ],
    ],
    linear: [
      () => ours.linear(b, a, mine.ones([2]), { activation: 'relu' }),
      [
        [51, 111],
        [111, 251],
      ],
    ],
    convolve: [() => ours.convolve(a.unsqueeze(1), filters), [[[3]], [[7]]]],
    convolveTransposed: [
      () => theirs.convolveTransposed(a.unsqueeze(1), filters),
      [[[1, 3, 2]], [[3, 7, 4]]],
    ],
    standardize: [
      () => ours.standardize(b, { factor: a }),
      [
        [10, 40],
        [90, 160],
      ],
    ],
    'the mean of moments': [() => ours.moments(b, 1).mean, [15, 35]],
    take: [
      () => a.take(other.tensor([1, 0], { dtype: 'int32' })),
      [
        [3, 4],
        [1, 2],
      ],
    ],
  }

  it.each(Object.entries(operations))('%s', (_, [run, nested]) => {
    expect(run().toNested()).toEqual(nested)
  })

  it('make results of the copy of the first operand', () => {
    expect(theirs.linear(a, b)).toBeInstanceOf(ours.Tensor)
    expect(b.mul(a)).toBeInstanceOf(theirs.Tensor)
  })

  it('are equal, and are refused where tensors are', () => {
    expect(a.equals(b.div(10))).toBe(true)
    expect(a.allClose(b.div(10))).toBe(true)
    expect(() => mine.tensor(b as never)).toThrow('tensor: expected numbers or a typed array, got a tensor')
  })
})
