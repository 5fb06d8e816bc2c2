import { cpu } from '@nn/backend-cpu'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  FormatError,
  openNpz,
  openSafetensors,
  openSharded,
  readNpyRaw,
  streamSafetensors,
} from '../src/index.ts'

const given = { 'a.weight': cpu.arange(6).reshape(2, 3), b: cpu.tensor([true, false]), n: cpu.zeros([0, 4]) }
const INTERESTING = [0, 1, 0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5b, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xff]

/** One way to damage a file. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), byte: fc.constantFrom(...INTERESTING) }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), byte: fc.constant(0) }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(), byte: fc.constant(0) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), byte: fc.constantFrom(...INTERESTING) }),
)

function damaged(
  bytes: Uint8Array,
  changes: readonly { kind: string; at: number; byte: number }[],
): Uint8Array {
  let list = [...bytes]
  for (const { kind, at, byte } of changes) {
    const i = list.length === 0 ? 0 : at % list.length
    if (kind === 'set') list[i] = byte
    else if (kind === 'flip') list[i] = (list[i] ?? 0) ^ byte
    else if (kind === 'cut') list = list.slice(0, i)
    else list.splice(i, kind === 'drop' ? 1 : 0, ...(kind === 'drop' ? [] : [byte]))
  }
  return Uint8Array.from(list)
}

/** Reads all there is. */
const READERS: Readonly<Record<string, readonly [Uint8Array, (bytes: Uint8Array) => Promise<unknown>]>> = {
  safetensors: [
    encodeSafetensors(given, { metadata: { format: 'pt' } }),
    async (bytes) => {
      const file = await openSafetensors(bytes)
      for (const name of file.tensors.keys()) await file.raw(name)
    },
  ],
  'a stream of safetensors': [
    encodeSafetensors(given),
    async (bytes) => {
      const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
      for await (const [name] of streamSafetensors(stream, cpu)) expect(typeof name).toBe('string')
    },
  ],
  npy: [encodeNpy(given['a.weight']), readNpyRaw],
  npz: [
    await encodeNpz(given),
    async (bytes) => {
      const archive = await openNpz(bytes)
      for (const name of archive.names) await archive.raw(name)
    },
  ],
  'deflated npz': [
    await encodeNpz(given, { compress: true }),
    async (bytes) => {
      const archive = await openNpz(bytes)
      for (const name of archive.names) await archive.raw(name)
    },
  ],
  'an index': [
    new TextEncoder().encode('{"metadata":{"total_size":26},"weight_map":{"a.weight":"x","b":"x","n":"x"}}'),
    (bytes) => openSharded(bytes, () => encodeSafetensors(given)),
  ],
}

describe('damaged files are read or refused, and nothing else', () => {
  it.each(Object.entries(READERS))('%s', async (_, [bytes, read]) => {
    await read(bytes)
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (changes) => {
        const error = await read(damaged(bytes, changes)).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (error === undefined) return
        refused++
        // What a tensor cannot hold is refused as such, when it becomes one.
        const isKind = error instanceof TypeError && /read it raw$/.test(error.message)
        if (!isKind && !(error instanceof FormatError) && !/read it raw$/.test(String(error))) throw error
      }),
      { numRuns: 500 },
    )
    expect(refused).toBeGreaterThan(100)
  })
})
