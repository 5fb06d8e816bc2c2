import type { Fill } from '../../law/drawn.ts'
import { encoded, type FloatDType } from '../../law/encode.ts'
import type { LawOf } from '../../law/values.ts'
import type { FileLayout } from './layout.ts'

/** Elements that are in memory at a time: a multiple of PyTorch's blocks. */
const SLICE = 1 << 20

/** Some elements of a tensor as the file has them. */
export interface Slice {
  readonly name: string
  /** Index of the first element. */
  readonly start: number
  readonly count: number
  /** Position in the file. */
  readonly position: number
  /** Valid until the next but one slice is asked for. */
  readonly bytes: Uint8Array
}

/** All values of a file, slice by slice, in the order in which PyTorch draws. */
export function* slicesOf(
  file: FileLayout,
  dtype: FloatDType,
  fillOf: (law: LawOf) => Fill,
): Generator<Slice> {
  // Two buffers take turns: one is written while the next is drawn.
  let [buffer, other] = [new Float32Array(SLICE), new Float32Array(SLICE)]
  for (const { law, elements, start: first } of file.slots) {
    const fill = fillOf(law)
    let position = first
    for (let start = 0; start < elements; start += SLICE) {
      const values = buffer.subarray(0, Math.min(SLICE, elements - start))
      fill(values, start)
      const bytes = encoded(law.parameter.name, values, dtype)
      yield { name: law.parameter.name, start, count: values.length, position, bytes }
      position += bytes.length
      ;[buffer, other] = [other, buffer]
    }
  }
}
