import type { CompareOp, SlopeOp, UnaryOp } from '@nn/tensor'

/** Kernels that change a chunk in place, or do nothing and return 0 if an element lies beyond ±1e5. */
export type WaveName = 'sin' | 'cos' | 'tan'
/** Kernels that change a chunk in place: functions of each element, and of it and its like in the second operand. */
export type MapName =
  | Exclude<UnaryOp, WaveName>
  | ('plus' | 'minus' | 'times' | 'over' | 'maximum' | 'minimum')
  | SlopeOp
/** Kernels that answer questions about the elements, or about them and their like in the second operand, in bytes. */
export type AskName = CompareOp | 'isNaN' | 'isFinite'

/** Works in place on the elements at an address; counts are rounded up to a multiple of 16. */
export type MapKernel = (at: number, count: number) => void

/** The exports of assembly/elementwise.ts: `at` is the address of the first operand, to which those of the others are relative. */
export type ElementwiseExports = Readonly<
  Record<MapName | AskName | 'select' | 'fromBytes' | 'timesBytes', MapKernel> &
    Record<WaveName, (at: number, count: number) => number> & {
      expDown(at: number, rows: number, columns: number, shifts: number, sums: number): void
      scale(at: number, count: number, factor: number): void
    }
>
