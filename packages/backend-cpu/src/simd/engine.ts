import type { CompareOp, UnaryOp } from '@nn/tensor'
import { elementwise } from '../generated/elementwise.ts'
import { matmul } from '../generated/matmul.ts'
import { matmulRelaxed } from '../generated/matmul-relaxed.ts'
import { createMemory, instantiate } from './module.ts'

/** The exports of assembly/matmul.ts. */
interface MatmulExports {
  packLeft(first: number, rows: number, depth: number, padded: number, transposed: boolean): void
  multiply(padded: number, columns: number, start: number, depth: number, transposed: boolean): void
  finish(padded: number, rows: number, columns: number, biased: boolean, rectified: boolean): void
  dots(rows: number, columns: number, depth: number, pitch: number): void
}

/** Kernels that change the chunk at `x` in place: functions of each element, and of it and its like at `y`. */
export type MapName =
  | Exclude<UnaryOp, 'sin' | 'cos' | 'tan'>
  | 'plus'
  | 'minus'
  | 'times'
  | 'over'
  | 'maximum'
  | 'minimum'
/** Kernels that answer questions about the elements at `x`, or about them and their like at `y`, in `bytes`. */
export type AskName = CompareOp | 'isNaN' | 'isFinite'
/** Kernels that reduce the chunk at `x`. */
export type FoldName = 'sum' | 'sumSquares' | 'max' | 'min'

/** The exports of assembly/elementwise.ts; counts are rounded up to a multiple of 16. */
type ElementwiseExports = Readonly<
  Record<MapName | AskName | 'select' | 'fromBytes', (count: number) => void> &
    Record<FoldName, (count: number) => number>
>

/** The kernels in WebAssembly with views of the memory that they work on: 7 MiB, all that they ever use. */
export interface Engine {
  readonly elementwise: ElementwiseExports
  readonly matmul: MatmulExports
  /** The chunks of the elementwise kernels. */
  readonly x: Float32Array
  readonly y: Float32Array
  readonly bytes: Uint8Array
  /** Where the matrix product takes its operands from and leaves its result, and where few rows are put as they are. */
  readonly stage: Float32Array
  readonly left: Float32Array
  readonly sums: Float32Array
  readonly bias: Float32Array
}

/** Which instructions may be used: those of every engine with SIMD, or relaxed ones too, where the last bits are the machine's. */
export type Instructions = 'simd' | 'relaxed'

/** Compiles the kernels; null where the engine cannot run them. Addresses are those of assembly/layout.ts. */
export function createEngine(instructions: Instructions): Engine | null {
  const memory = createMemory(112)
  if (memory === null) return null
  const products = instantiate<MatmulExports>(instructions === 'relaxed' ? matmulRelaxed : matmul, memory)
  const maps = instantiate<ElementwiseExports>(elementwise, memory)
  if (products === null || maps === null) return null
  return {
    elementwise: maps,
    matmul: products,
    x: new Float32Array(memory.buffer, 0x2400, CHUNK),
    y: new Float32Array(memory.buffer, 0x6400, CHUNK),
    bytes: new Uint8Array(memory.buffer, 0xe400, CHUNK),
    stage: new Float32Array(memory.buffer, 0x20400, STAGED),
    left: new Float32Array(memory.buffer, 0x130400, PACKED_LEFT),
    sums: new Float32Array(memory.buffer, 0x5d0400, 512 * 512),
    bias: new Float32Array(memory.buffer, 0x6e0400, 512),
  }
}

/** The most elements that are staged at a time. */
export const STAGED: number = 512 * 512
/** The most elements of the left operand that are packed at a time. */
export const PACKED_LEFT: number = 1024 * 1024
/** The elements that an elementwise kernel takes at a time. */
export const CHUNK: number = 4096
