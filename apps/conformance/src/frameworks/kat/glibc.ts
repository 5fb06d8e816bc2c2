import { numberOf } from '../../golden/read.ts'
import { cosf, logf, sinf } from '../../internals/random.ts'
import { tableOutputs, type VectorCheck } from './vector.ts'

const { fround } = Math

/** Bits of f at every index of a vector. */
function table(f: (index: number) => number): VectorCheck {
  return (vector) =>
    tableOutputs(
      vector,
      new Uint32Array(Float32Array.from({ length: numberOf(vector.n) }, (_, i) => f(i)).buffer),
    )
}

const angle = (k: number): number => fround(2 * Math.PI * k * 2 ** -23)

/** The C library's float32 functions on every input that a uniform draw can make. */
export const GLIBC_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'logf-24': table((i) => logf((i + 1) * 2 ** -24)),
  'boxmuller-radius-23': table((k) => Math.sqrt(-2 * logf(fround(Math.max(k * 2 ** -23, fround(1e-7)))))),
  'boxmuller-sin-23': table((k) => sinf(angle(k))),
  'boxmuller-cos-23': table((k) => cosf(angle(k))),
}
