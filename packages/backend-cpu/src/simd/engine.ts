import type { ActivationOp, CompareOp, TensorData, UnaryOp } from '@nn/tensor'
import { elementwise } from '../generated/elementwise.ts'
import { matmul } from '../generated/matmul.ts'
import { matmulDouble } from '../generated/matmul-double.ts'
import { type Blocks, blocksOn } from './blocks/blocks.ts'
import { type Compiled, compile, compileFused, createMemory, instantiate, type Memory } from './module.ts'

/** How the right operand of a product is staged: by rows, by columns, as windows that begin 1, 2, … elements one after the other. */
export type Staged = number
export const COLUMNS: Staged = 1
export const WINDOWS: Staged = 2

/** What is added to sums: nothing, or an element for each column or row. */
export type Biased = 0 | 1 | 2
export const EACH_COLUMN: Biased = 1
export const EACH_ROW: Biased = 2

/** The exports of assembly/matmul-double.ts and, with `slide` and `dots`, of assembly/matmul.ts. */
interface ProductExports {
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
  dots?(rows: number, columns: number, depth: number): void
}

/** The matrix product in one precision. */
export interface Product {
  readonly kernels: ProductExports
  /** Where the operands are copied to and the result is left, */
  readonly stage: Float32Array | Float64Array
  /** and for dot products, four groups of columns, */
  readonly groups: readonly (Float32Array | Float64Array)[]
  /** where the left operand is packed, */
  readonly left: Float32Array | Float64Array
  /** where the sums are, */
  readonly sums: Float32Array | Float64Array
  /** and what is added to them. */
  readonly bias: Float32Array | Float64Array
  /** The functions of what lies in the memory: of float32 only. */
  readonly maps?: Readonly<Record<ActivationOp, MapKernel>> | undefined
  /** Where the windows of a convolution begin, and the terms in a window, in bytes. */
  readonly places: Int32Array
  readonly terms: Int32Array
  /** The most rows and columns whose sums are held at a time. */
  readonly side: number
  /** The columns of a tile. */
  readonly panel: number
  /** The elements of the right operand's columns that are multiplied at a time. */
  readonly piece: number
}

/** Kernels that change a chunk in place, or do nothing and return 0 if an element lies beyond ±1e5. */
export type WaveName = 'sin' | 'cos' | 'tan'
/** Kernels that change a chunk in place: functions of each element, and of it and its like in the second operand. */
export type MapName = Exclude<UnaryOp, WaveName> | 'plus' | 'minus' | 'times' | 'over' | 'maximum' | 'minimum'
/** Kernels that answer questions about the elements, or about them and their like in the second operand, in bytes. */
export type AskName = CompareOp | 'isNaN' | 'isFinite'

/** Works in place on the elements at an address; counts are rounded up to a multiple of 16. */
export type MapKernel = (at: number, count: number) => void

/**
 * The exports of assembly/elementwise.ts: `at` is the address of the first operand, to which those of the others are relative.
 */
type ElementwiseExports = Readonly<
  Record<MapName | AskName | 'select' | 'fromBytes' | 'timesBytes', MapKernel> &
    Record<WaveName, (at: number, count: number) => number> & {
      expSum(at: number, count: number, shift: number): number
      expDown(at: number, rows: number, columns: number, shifts: number, sums: number): void
      scale(at: number, count: number, factor: number): void
    }
>

/** The kernels in WebAssembly with views of the memory that they work on: 7 MiB, all that they ever use. */
export interface Engine {
  readonly elementwise: ElementwiseExports
  /** The chunks of the elementwise kernels. */
  readonly x: Float32Array
  readonly y: Float32Array
  readonly bytes: Uint8Array
  readonly otherBytes: Uint8Array
  readonly float32: Product
  /** Made at the first call, */
  float64(): Product
  /** as is that of float32 with the bits of every engine. */
  ordered(): Product
  /** The kernels of rows and columns, made at the first call. */
  blocks(): Blocks
  /** Runs a kernel of one operand on several threads, if it has some and the kernel is worth it; `make` is what one does with a chunk. */
  readonly spread?: (
    name: MapName | WaveName,
    from: Row,
    to: Row,
    count: number,
    make: (done: number, count: number) => void,
  ) => boolean
}

/** Elements at a constant distance. */
interface Row {
  readonly data: TensorData
  readonly at: number
  readonly step: number
}

/** Which instructions may be used: those of every engine with SIMD, or relaxed ones too, where the last bits are the machine's. */
export type Instructions = 'simd' | 'relaxed'

/** The elements that an elementwise kernel takes at a time, */
export const CHUNK: number = 4096
/** and those of a row that is worth waking helpers for. */
export const SPREAD: number = 65536

/** The kernels, compiled. */
export interface Modules {
  readonly elementwise: Compiled
  readonly float32: Compiled
  /** Compiled at the first call, */
  float64(): Compiled
  /** as is that of float32 without fused multiply-add. */
  ordered(): Compiled
}

/** Compiles the kernels; null where the engine cannot run them. */
export function compileAll(instructions: Instructions, shared: boolean): Modules | null {
  const float32 = (instructions === 'relaxed' ? compileFused : compile)(matmul, shared)
  const maps = float32 && compile(elementwise, shared)
  let float64: Compiled | undefined
  let ordered = instructions === 'simd' ? float32 : null
  return (
    maps && {
      elementwise: maps,
      float32: float32!,
      float64: () => (float64 ??= compile(matmulDouble, shared)!),
      ordered: () => (ordered ??= compile(matmul, shared)!),
    }
  )
}

/** The kernels on a memory of their own; null where the engine cannot run them. */
export function createEngine(instructions: Instructions): Engine | null {
  const modules = compileAll(instructions, false)
  const memory = createMemory(false)
  return modules && memory && engineOn(memory, modules)
}

/** The kernels on a memory. Addresses are those of assembly/layout.ts. */
export function engineOn(memory: Memory, modules: Modules): Engine {
  const { buffer } = memory
  const single = instantiate<ProductExports>(modules.float32, memory)
  const floats = (at: number, bytes: number): Float32Array => new Float32Array(buffer, at, bytes / 4)
  const doubles = (at: number, bytes: number): Float64Array => new Float64Array(buffer, at, bytes / 8)
  let float64: Product | undefined
  let ordered: Product | undefined
  let blocks: Blocks | undefined
  const maps = instantiate<ElementwiseExports>(modules.elementwise, memory)
  return {
    elementwise: maps,
    x: new Float32Array(buffer, 0x2400, CHUNK),
    y: new Float32Array(buffer, 0x6400, CHUNK),
    bytes: new Uint8Array(buffer, 0xe400, CHUNK),
    otherBytes: new Uint8Array(buffer, 0x12400, CHUNK),
    float32: product(single, floats, 512, maps),
    float64: () => (float64 ??= product(instantiate(modules.float64(), memory), doubles, 256)),
    ordered: () => (ordered ??= product(withoutDots(instantiate(modules.ordered(), memory)), floats, 512)),
    blocks: () => (blocks ??= blocksOn(memory)),
  }
}

/** The dot products are summed in another order than tiles. */
function withoutDots({ dots, ...kernels }: ProductExports): ProductExports {
  return kernels
}

function product(
  kernels: ProductExports,
  view: (at: number, bytes: number) => Float32Array | Float64Array,
  side: number,
  maps?: Product['maps'],
): Product {
  const stage = view(0x20e40, 2 ** 20)
  return {
    kernels,
    stage,
    groups: [0, 1, 2, 3].map((group) => view(0x20e40 + group * 0x3ffc0, 0x3ffc0)),
    left: view(0x130400, 2 ** 22),
    sums: view(0x5d0400, 2 ** 20),
    bias: view(0x6e0400, 2048),
    places: new Int32Array(stage.buffer, 0x6e1400, 8192),
    terms: new Int32Array(stage.buffer, 0x6e9400, 16384),
    maps,
    side,
    panel: side / 64,
    piece: stage.length / 4,
  }
}
