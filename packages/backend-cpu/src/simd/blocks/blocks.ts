import type { TensorData } from '@nn/tensor'
import { rows } from '../../generated/rows.ts'
import { compile, instantiate, type Memory } from '../module.ts'

/** The floats of a block of rows that kernels work on at a time, */
export const BLOCK: number = 16384
/** the most that is copied in to be read more than once, */
export const HELD: number = 65536
/** and the most results, or columns, of a block. */
export const WIDEST: number = 2048

/** What is added up along rows or down columns, from an address, to one sum for each, about one centre for each. */
type Sum = (at: number, rows: number, columns: number, to: number, centres: number) => void

type Extreme = (at: number, rows: number, columns: number, to: number, smallest: boolean) => void

type Standardize = (
  at: number,
  rows: number,
  columns: number,
  to: number,
  mean: number,
  factor: number,
  weight: number,
  bias: number,
) => void

/** The exports of assembly/rows.ts. */
interface RowsExports {
  readonly sum: Sum
  readonly sumDown: Sum
  readonly squares: Sum
  readonly squaresDown: Sum
  readonly extreme: Extreme
  readonly extremeDown: Extreme
  readonly standardizeRows: Standardize
  readonly standardizeBoth: Standardize
  readonly standardizeColumns: Standardize
  transpose(at: number, rows: number, columns: number, to: number, pitch: number): void
}

/** The kernels of blocks, and the memory that they share with the matrix product's left operand. */
export interface Blocks {
  readonly kernels: RowsExports
  readonly input: Float32Array
  readonly output: Float32Array
  readonly sums: Float64Array
  readonly centres: Float64Array
  /** The numbers of `standardize`: mean, factor, weight, bias. */
  readonly tables: readonly Float64Array[]
}

/** The kernels of blocks on a memory. */
export function blocksOn(memory: Memory): Blocks {
  const { buffer } = memory
  const shared = typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer
  const table = (index: number): Float64Array => new Float64Array(buffer, 0x250400 + index * 0x4840, WIDEST)
  return {
    kernels: instantiate(compile(rows, shared)!, memory),
    input: new Float32Array(buffer, 0x130400, 2 ** 17),
    output: new Float32Array(buffer, 0x1b1c00, 2 ** 17 + 2 ** 13),
    sums: table(0),
    centres: table(1),
    tables: [2, 3, 4, 5].map(table),
  }
}

/** Shorter runs are copied element by element. */
const SHORT = 48

/** Copies rows of a matrix of any layout to rows `pitch` elements apart, one behind the other if there is none. */
export function loadRows(
  to: Float32Array,
  first: number,
  data: TensorData,
  at: number,
  rowStep: number,
  rows: number,
  step: number,
  count: number,
  pitch: number = count,
): void {
  const from = data as Float32Array
  if (step === 1 && (rows === 1 || (rowStep === count && pitch === count))) {
    to.set(from.subarray(at, at + rows * count), first)
  } else if (step === 1 && count >= SHORT) {
    for (let r = 0; r < rows; r++, at += rowStep) to.set(from.subarray(at, at + count), first + r * pitch)
  } else {
    for (let r = 0; r < rows; r++, at += rowStep) {
      for (let k = first + r * pitch, end = k + count, i = at; k < end; k++, i += step) to[k] = from[i]!
    }
  }
}

/** Copies such rows to where those of a matrix are. */
export function storeRows(
  from: Float32Array,
  data: TensorData,
  at: number,
  rowStep: number,
  rows: number,
  step: number,
  count: number,
  pitch: number = count,
): void {
  const to = data as Float32Array
  if (step === 1 && (rows === 1 || (rowStep === count && pitch === count))) {
    to.set(from.subarray(0, rows * count), at)
  } else if (step === 1 && count >= SHORT) {
    for (let r = 0; r < rows; r++, at += rowStep) to.set(from.subarray(r * pitch, r * pitch + count), at)
  } else {
    for (let r = 0; r < rows; r++, at += rowStep) {
      for (let k = r * pitch, end = k + count, i = at; k < end; k++, i += step) to[i] = from[k]!
    }
  }
}
