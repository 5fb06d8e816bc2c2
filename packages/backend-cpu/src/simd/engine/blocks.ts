import type { Memory } from '@nn/wasm'
import { INPUT, INPUT_COUNT, OUTPUT, OUTPUT_COUNT, TABLE_BYTES, TABLE_COUNT, TABLES } from './addresses.ts'

/** The floats of a block of rows that kernels work on at a time. */
export const BLOCK: number = 16384
/** The most floats that are copied in to be read more than once. */
export const HELD: number = 65536
/** The most results, or columns, of a block. */
export const WIDEST: number = TABLE_COUNT

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
export interface RowsExports {
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
  readonly tables: readonly [Float64Array, Float64Array, Float64Array, Float64Array]
}

/** The kernels of blocks on a memory. */
export function blocksOn({ buffer }: Memory, kernels: RowsExports): Blocks {
  const table = (index: number): Float64Array =>
    new Float64Array(buffer, TABLES + index * TABLE_BYTES, TABLE_COUNT)
  return {
    kernels,
    input: new Float32Array(buffer, INPUT, INPUT_COUNT),
    output: new Float32Array(buffer, OUTPUT, OUTPUT_COUNT),
    sums: table(0),
    centres: table(1),
    tables: [table(2), table(3), table(4), table(5)],
  }
}
