import type { ActivationOp } from '@nn/tensor'
import * as at from './addresses.ts'
import type { MapKernel } from './maps.ts'

/** How the right operand of a product is staged: by rows, by columns, or as windows that begin 1, 2, … elements one after the other. */
export type Staged = number
export const COLUMNS: Staged = 1
export const WINDOWS: Staged = 2

/** What is added to sums: nothing, or an element for each column or row. */
export type Biased = 0 | 1 | 2
export const EACH_COLUMN: Biased = 1
export const EACH_ROW: Biased = 2

/** The exports of assembly/matmul-double.ts and, with `slide`, `spread` and `dots`, of assembly/matmul.ts. */
export interface ProductExports {
  packLeft(first: number, rows: number, depth: number, padded: number, transposed: boolean): void
  multiply(
    padded: number,
    columns: number,
    start: number,
    depth: number,
    staged: Staged,
    from: number,
    to: number,
  ): void
  finish(padded: number, rows: number, columns: number, biased: Biased, rectified: boolean): void
  slide?(
    rows: number,
    perGroup: number,
    apart: number,
    step: number,
    columns: number,
    start: number,
    count: number,
    depth: number,
  ): void
  spread?(
    from: number,
    fromPlane: number,
    fromRow: number,
    to: number,
    toPlane: number,
    toRow: number,
    planes: number,
    rows: number,
    bytes: number,
  ): void
  dots?(rows: number, columns: number, depth: number): void
}

/** The matrix product in one precision. */
export interface Product {
  readonly kernels: ProductExports
  /** Where operands are copied to and the result is left. */
  readonly stage: Float32Array | Float64Array
  /** Four groups of columns, for dot products. */
  readonly groups: readonly (Float32Array | Float64Array)[]
  /** The left operand, packed. */
  readonly left: Float32Array | Float64Array
  readonly sums: Float32Array | Float64Array
  /** What is added to the sums. */
  readonly bias: Float32Array | Float64Array
  /** The functions of what lies in the memory: of float32 only. */
  readonly maps?: Readonly<Record<ActivationOp, MapKernel>> | undefined
  /** Where the windows of a convolution begin, in bytes. */
  readonly places: Int32Array
  /** The terms in a window, in bytes. */
  readonly terms: Int32Array
  /** The most rows and columns whose sums are held at a time. */
  readonly side: number
  /** The columns of a tile. */
  readonly panel: number
  /** The elements of the right operand's columns that are multiplied at a time. */
  readonly piece: number
}

/** The product of float32 on a memory. */
export function singleProduct(
  buffer: ArrayBufferLike,
  kernels: ProductExports,
  maps?: Product['maps'],
): Product {
  return productOn(kernels, 512, (from, bytes) => new Float32Array(buffer, from, bytes / 4), maps)
}

/** The product of float64 on a memory. */
export function doubleProduct(buffer: ArrayBufferLike, kernels: ProductExports): Product {
  return productOn(kernels, 256, (from, bytes) => new Float64Array(buffer, from, bytes / 8))
}

function productOn(
  kernels: ProductExports,
  side: number,
  view: (from: number, bytes: number) => Float32Array | Float64Array,
  maps?: Product['maps'],
): Product {
  const stage = view(at.STAGE, at.STAGE_BYTES)
  return {
    kernels,
    stage,
    groups: [0, 1, 2, 3].map((group) => view(at.STAGE + group * at.GROUP, at.GROUP)),
    left: view(at.LEFT, at.LEFT_BYTES),
    sums: view(at.SUMS, at.SUMS_BYTES),
    bias: view(at.BIAS, at.BIAS_BYTES),
    places: new Int32Array(stage.buffer, at.PLACES, at.PLACES_COUNT),
    terms: new Int32Array(stage.buffer, at.TERMS, at.TERMS_COUNT),
    maps,
    side,
    panel: side / 64,
    piece: stage.length / 4,
  }
}
