import type { Tensor } from '@nn/tensor'
import { axes, axis, type Given, keepDims, type Operation, operand } from './operation.ts'

/** The correction, and what else a variance takes. */
function variance(given: Given): { keepDims: boolean; correction: number } {
  return { ...keepDims(given), correction: given.args.number('correction', 1) }
}

/** `p` of a norm. */
function ord({ args }: Given): number {
  const p = args.take<number | 'inf'>('p', 2)
  return p === 'inf' ? Number.POSITIVE_INFINITY : p
}

const extremum =
  (name: 'max' | 'min'): Operation =>
  (given) =>
    operand(given)[name](axes(given), keepDims(given))

/** Reductions. */
export const REDUCTIONS: Readonly<Record<string, Operation>> = {
  sum: (given) => operand(given).sum(axes(given), keepDims(given)),
  mean: (given) => operand(given).mean(axes(given), keepDims(given)),
  prod: (given) => operand(given).prod(axes(given), keepDims(given)),
  var: (given) => operand(given).var(axes(given), variance(given)),
  std: (given) => operand(given).std(axes(given), variance(given)),
  norm: (given) => {
    const n = ord(given)
    const options = keepDims(given)
    if ([1, 2, Number.POSITIVE_INFINITY].includes(n))
      return operand(given).norm(axes(given), { ...options, ord: n })
    const powers = operand(given).abs().pow(n)
    return powers.sum(axes(given), options).pow(1 / n)
  },
  amax: extremum('max'),
  amin: extremum('min'),
  max_all: extremum('max'),
  min_all: extremum('min'),
  softmax: (given) => operand(given).softmax(axis(given)),
  log_softmax: (given): Tensor => operand(given).logSoftmax(axis(given)),
}
