import { cpu, cpuPlain, cpuThreads } from '@nn/backend-cpu'
import { createRng, type Rng } from '@nn/random'
import { expect, it } from 'vitest'
import { orthogonal } from '../src/index.ts'
import golden from './fixtures/orthogonal.json' with { type: 'json' }
import { request } from './request.ts'

/** A stream whose normals are `(k·48271 mod (2³¹ − 1)) / 2³⁰ − 1`. */
function numbers(seed: number): Rng {
  const normal = (out: Float32Array): Float32Array => {
    let k = seed
    return out.fill(0).map(() => {
      k = (k * 48271) % 2147483647
      return k / 2 ** 30 - 1
    })
  }
  return Object.assign(Object.create(createRng(seed)), { normal })
}

/** FNV-1a over the 32-bit words of an array. */
function digest({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): number {
  let state = 2166136261
  for (const word of new Uint32Array(buffer, byteOffset, byteLength / 4)) {
    state = Math.imul(state ^ word, 16777619) >>> 0
  }
  return state
}

const backends = [cpu, cpuPlain, cpuThreads(2)]

// By fixtures/make-orthogonal.py, in NumPy 2.4.6.
it.each(golden)(
  'orthogonal $shape of $dtype, numbers $seed, has the bits of NumPy on every backend',
  (row) => {
    const { shape, seed } = row
    const dtype = row.dtype as 'float32' | 'float64'
    for (const backend of backends) {
      const spec = seed === null ? { dtype, backend } : { dtype, backend, rng: numbers(seed) }
      const data = orthogonal()(request(shape, spec)).data as Float32Array
      expect([...data.slice(0, 6)]).toEqual(row.head)
      expect(digest(data)).toBe(row.digest)
    }
  },
)

it('has one matrix for a shape and its transpose, times the gain, rounded once', () => {
  const wide = orthogonal()(request([2, 3]))
  const tall = orthogonal({ gain: 0.3 })(request([3, 2]))
  expect(tall.transpose().toArray()).toEqual(wide.toArray().map((x) => 0.3 * Number(x)))
})
