// What no reader could read again is refused when it is written.
import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import {
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  openNpz,
  openSafetensors,
  type RawTensor,
} from '../src/index.ts'
import { planShards } from '../src/safetensors/plan-shards.ts'
import { errorOf } from './bytes.ts'

const x = cpu.ones([1])

describe('raw tensors of impossible shapes', () => {
  const shapes: [string, unknown[]][] = [
    ['negative', [-1, -2]],
    ['a negative and a zero', [-1, 0]],
    ['no integers', [0.5, 4]],
    ['texts', ['2']],
    ['bigints', [2n]],
    ['NaN', [Number.NaN, 0]],
    ['infinite', [Number.POSITIVE_INFINITY, 0]],
    ['holes', new Array(2)],
    ['null', [null]],
  ]
  it.each(shapes)('%s', async (_, shape) => {
    for (const size of [0, 1, 2, 4, 8]) {
      const raw = { dtype: 'U8', shape, bytes: new Uint8Array(size) } as RawTensor
      for (const write of [
        () => encodeSafetensors({ raw }),
        () => encodeNpy(raw),
        () => encodeNpz({ raw }),
      ]) {
        const error = await errorOf(write)
        expect(error).toBeInstanceOf(RangeError)
        expect(String(error)).toContain(': expected a shape of integers >= 0, got ')
      }
    }
  })
})

describe('names', () => {
  const tied = (name: string) => ({ first: x, [name]: x })
  it.each(['__metadata__', '\ud800', 'a\udfff'])('of tied tensors, %j', (name) => {
    const message = 'expected a name of whole characters other than "__metadata__"'
    expect(() => encodeSafetensors(tied(name))).toThrow(message)
    expect(() => planShards(tied(name), { maxShardSize: 1 }, () => '')).toThrow(
      `saveSharded: ${message}`.slice(13),
    )
  })

  it('of tied tensors that metadata has too', async () => {
    const message =
      '"format": expected a tied tensor to have a name that metadata has not, got "format"; rename'
    const metadata = { format: 'pt' }
    expect(() => encodeSafetensors(tied('format'), { metadata })).toThrow(`encodeSafetensors: ${message}`)
    expect(() => planShards(tied('format'), { metadata }, () => '')).toThrow(`saveSharded: ${message}`)
    // What a file says of its own names can be written again with it.
    const file = await openSafetensors(encodeSafetensors(tied('again')))
    const again = encodeSafetensors(tied('again'), { metadata: Object.fromEntries(file.metadata) })
    expect((await openSafetensors(again)).metadata.get('again')).toBe('first')
  })

  it.each(['a\0b', '\0', '\ud800', 'n'.repeat(65_532), 'ü'.repeat(32_766)])(
    'in archives, %#',
    async (name) => {
      await expect(encodeNpz({ [name]: x })).rejects.toThrow(
        'encodeNpz: expected names of whole characters, at most 65535 bytes, without NUL, got',
      )
    },
  )

  it.each(['a\0', '\ud800', 'a/b'])('of shards, %j', (prefix) => {
    expect(() => planShards({ x }, { prefix }, () => '')).toThrow(
      'saveSharded: expected prefix to be the start of a file name',
    )
  })

  it('that are only strange come back', async () => {
    const names = ['', '__proto__', 'a\nb', 'n'.repeat(65_531), 'constructor', '😀', '../x', 'a.npy', '1']
    const map = new Map(names.map((name, i) => [name, cpu.full([1], i)]))
    const [file, archive] = [
      await openSafetensors(encodeSafetensors(map)),
      await openNpz(await encodeNpz(map)),
    ]
    for (const [name, tensor] of map) {
      expect((await file.tensor(name, cpu)).equals(tensor)).toBe(true)
      expect((await archive.tensor(name, cpu)).equals(tensor)).toBe(true)
    }
  })
})

it('arrays of more axes than NumPy has', async () => {
  const shape = new Array(65).fill(1)
  const message = 'expected at most 64 axes, as NumPy has, got 65'
  const raw: RawTensor = { dtype: 'F32', shape, bytes: new Uint8Array(4) }
  expect(() => encodeNpy(raw)).toThrow(`encodeNpy: ${message}`)
  await expect(encodeNpz({ w: raw })).rejects.toThrow(`encodeNpz: "w": ${message}`)
  expect(encodeNpy({ ...raw, shape: shape.slice(1) }).length).toBeGreaterThan(64)
  // Of the other format it is a file.
  expect((await openSafetensors(encodeSafetensors({ raw }))).tensors.get('raw')?.shape).toEqual(shape)
})

it('archives of as many arrays as say that there is a ZIP64 record', async () => {
  const none: RawTensor = { dtype: 'U8', shape: [0], bytes: new Uint8Array(0) }
  const many = (count: number) => new Map(Array.from({ length: count }, (_, i) => [String(i), none]))
  await expect(encodeNpz(many(65_535))).rejects.toThrow(
    'encodeNpz: expected at most 65534 arrays, got 65535; use safetensors, or several archives',
  )
})
