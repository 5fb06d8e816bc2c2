import { describe, expect, it } from 'vitest'
import { type NumericArray, type PhiloxState, type Rng, rngFromJSON } from '../src/index.ts'
import frozen from './fixtures/frozen.json'
import ours from './fixtures/frozen-double.json'

/**
 * The bits that never change within a major version. `frozen.json` comes from a second implementation in NumPy,
 * `frozen-double.json` (truncated normals by the double-precision quantile) from the first release itself; the
 * quantile's accuracy is tested against mpmath in quantile.test.ts.
 */
interface Case {
  law: string
  seed: string
  path: string
  call: number
  start: number
  options: object
  values?: number[]
  dtype?: string
  n?: number
  head?: string[]
  sha256?: string
}

declare const crypto: { subtle: { digest(name: string, data: Uint8Array): Promise<ArrayBuffer> } }

const arrays: Record<string, new (n: number) => NumericArray> = {
  float32: Float32Array,
  float64: Float64Array,
  uint32: Uint32Array,
}

function draw({ law, seed, path, call, start, options, dtype, n, values }: Case): NumericArray {
  const state: PhiloxState = { algorithm: 'philox4x32-10', version: 1, seed, path, call }
  const rng = rngFromJSON(state)
  const out = dtype ? new arrays[dtype]!(n!) : new Float64Array(values!.length)
  const fill = rng[law as 'normal'] as unknown as (out: NumericArray, options: object) => NumericArray
  return fill.call(rng as Rng, out, { ...options, start })
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The bit patterns of the first elements, most significant digit first. */
function head(out: NumericArray, count: number): string[] {
  const size = out.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(out.buffer)
  return Array.from({ length: count }, (_, i) => hex(bytes.slice(i * size, (i + 1) * size).reverse()))
}

const cases: Case[] = [...frozen.cases, ...ours.cases]

describe('frozen bits', () => {
  it.each(
    cases.map((c, i) => ({ ...c, name: `${i}: ${c.law} ${JSON.stringify(c.options)} ${c.dtype ?? ''}` })),
  )('$name, seed $seed, path "$path", fill $call, from $start', async (c) => {
    const out = draw(c)
    if (c.values) return expect([...out]).toEqual(c.values)
    expect(head(out, c.head!.length)).toEqual(c.head)
    expect(hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(out.buffer))))).toBe(
      c.sha256,
    )
  })
})
