import type { Vector } from '../../golden/golden.ts'
import { at, present } from '../../golden/present.ts'
import { numberOf, textsOf } from '../../golden/read.ts'
import { erf32, erfInv32, log1p32, sha1, threefry2x32 } from '../../internals/random.ts'
import { hex, tableOutputs, type VectorCheck } from './vector.ts'

const { fround, max } = Math
const LOW = -0.9999999403953552

function words(list: unknown): [number, number] {
  const [first, second] = textsOf(list).map((digits) => Number.parseInt(digits, 16))
  return [present(first, 'first word'), present(second, 'second word')]
}

/** The bits of a float32 function of every uniform of (−1, 1) that JAX's normals are made of. */
function everyUniform(vector: Vector, value: (u: number) => number): Record<string, unknown> {
  const table = Float32Array.from({ length: 2 ** 23 }, (_, k) => value(max(LOW, fround(k * 2 ** -22 + LOW))))
  return tableOutputs(vector, new Uint32Array(table.buffer))
}

function pathHash(vector: Vector): Record<string, unknown> {
  const k = numberOf(vector.k)
  const count = k < 256 ? [k] : [k >> 8, k & 255]
  const names = textsOf(vector.path).map((name) => [...Buffer.from(name)])
  const plain = at(sha1([...names.flat(), ...count]), 0)
  const separated = at(sha1([...names.flatMap((name) => [0, ...name]), 0, ...count]), 0)
  return { hash: hex(plain), hash_with_separator: hex(separated) }
}

function erfBits(vector: Vector): Record<string, unknown> {
  const x = new Float32Array(
    Uint32Array.from(textsOf(vector.x_hex), (digits) => Number.parseInt(digits, 16)).buffer,
  )
  return { out_hex: Array.from(new Uint32Array(x.map(erf32).buffer), (word) => hex(word)) }
}

/** Threefry, Flax's path hash, and XLA's float32 functions. */
export const JAX_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'threefry2x32-20': (vector) => {
    const out = new Uint32Array(2)
    threefry2x32(...words(vector.key), ...words(vector.counter), out)
    return { out: Array.from(out, (word) => hex(word)) }
  },
  'flax-path-hash': pathHash,
  'xla-erfinv-23': (vector) => everyUniform(vector, erfInv32),
  'xla-normal-23': (vector) => everyUniform(vector, (u) => fround(Math.SQRT2) * erfInv32(u)),
  'xla-log1p-23': (vector) => everyUniform(vector, (u) => log1p32(-fround(u * u))),
  'xla-erf-f32': erfBits,
}
