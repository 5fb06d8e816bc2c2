import { isTensor, type Tensor } from '@nn/tensor'
import type { ArgReader } from '../../../golden/args.ts'

/** What an operation is given. */
export interface Given {
  /** Tensors and numbers, in order. */
  readonly operands: readonly (Tensor | number)[]
  readonly args: ArgReader
  /** An argument that is a tensor; undefined if it was left out. */
  readonly tensor: (name: string) => Tensor | undefined
}

/** PyTorch's operation with ours: its result, or results. */
export type Operation = (given: Given) => Tensor | readonly Tensor[]

/** The operand at a position, which has to be a tensor. */
export function operand({ operands }: Given, i = 0): Tensor {
  const value = operands[i]
  if (!isTensor(value)) throw new TypeError(`expected a tensor as operand ${i}, got ${String(value)}`)
  return value
}

/** The operand at a position, a tensor or a number. */
export function value({ operands }: Given, i: number): Tensor | number {
  const found = operands[i]
  if (found === undefined) throw new TypeError(`expected an operand ${i}`)
  return found
}

/** `dim`, or `dims`: one axis or several; undefined for all. */
export function axes({ args }: Given, name = 'dim'): number | readonly number[] | undefined {
  return args.take<number | readonly number[] | null>(name, null) ?? undefined
}

/** `dim`, one axis. */
export function axis({ args }: Given, fallback?: number): number {
  const found = args.take<number | undefined>('dim', fallback)
  if (found === undefined) throw new TypeError('expected the argument dim')
  return found
}

/** `keepdim`. */
export function keepDims({ args }: Given): { keepDims: boolean } {
  return { keepDims: args.take('keepdim', false) }
}
