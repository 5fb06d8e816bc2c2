import type { Vector } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { numbersOf } from '../../golden/read.ts'
import { cosf, logf, sinf, statelessSource } from '../../internals/random.ts'
import { hex, tableOutputs, type VectorCheck } from './vector.ts'

const { fround, max, sqrt } = Math

function table(vector: Vector, length: number, value: (i: number) => number): Record<string, unknown> {
  return tableOutputs(vector, new Uint32Array(Float32Array.from({ length }, (_, i) => value(i)).buffer))
}

/** The angle of a uniform k·2⁻²³. */
const angle = (k: number) => fround(2 * Math.PI * (k * 2 ** -23))

/** TensorFlow's stateless seeds, and glibc's float functions on every input that a stream can bring. */
export const TENSORFLOW_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'tf-stateless-key-counter': ({ seed }) => {
    const [first, second] = numbersOf(seed)
    const pair = [present(first, 'first word'), present(second, 'second word')] as const
    const { key, counter } = statelessSource('kat', pair)
    return { key: key.map((word) => hex(word)), counter: counter.map((word) => hex(word)) }
  },
  'boxmuller-radius-23': (vector) =>
    table(vector, 2 ** 23, (k) => sqrt(fround(-2 * logf(max(k * 2 ** -23, fround(1e-7)))))),
  'boxmuller-sin-23': (vector) => table(vector, 2 ** 23, (k) => sinf(angle(k))),
  'boxmuller-cos-23': (vector) => table(vector, 2 ** 23, (k) => cosf(angle(k))),
  'logf-24': (vector) => table(vector, 2 ** 24, (i) => logf((i + 1) * 2 ** -24)),
}
