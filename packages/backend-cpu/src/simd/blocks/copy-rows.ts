import type { TensorData } from '@nn/tensor'

/** The length from which on runs are copied by `set`; shorter ones are copied element by element. */
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

/** Copies rows `pitch` elements apart to those of a matrix of any layout. */
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
