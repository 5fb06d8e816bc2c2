// Headers made of the formats' own tokens, and records with extreme fields: closer to files than damage at random comes.
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
} from '../src/index.ts'
import { fileOf } from './bytes.ts'

/** What a call gives; a refusal is undefined, and anything else is thrown. */
async function orRefused<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

const RUNS = { numRuns: 400 }
const space = fc.stringMatching(/^[ \t\n\r]{0,2}$/)
const name = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => text !== '__metadata__')
/** A string as JSON may write it: some of its characters escaped. */
const written = (text: string, escaped: boolean): string =>
  escaped
    ? `"${text.replaceAll(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
    : JSON.stringify(text)

describe('headers of safetensors', () => {
  const info = fc.record({
    shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    escaped: fc.boolean(),
    unknown: fc.option(fc.json({ maxDepth: 2 })),
    order: fc.constantFrom('dso', 'ods', 'sod'),
  })

  it('that are valid are read, however they are written', async () => {
    const header = fc.record({
      tensors: fc.dictionary(name, info),
      metadata: fc.dictionary(name, name),
      space,
    })
    await fc.assert(
      fc.asyncProperty(header, async ({ tensors, metadata, space: _ }) => {
        let at = 0
        const members = Object.entries(tensors).map(([key, { shape, escaped, unknown, order }]) => {
          const size = shape.reduce((product, length) => product * length, 1)
          const fields = {
            d: `"dtype"${_}:${_}"U8"`,
            s: `"shape":[${shape.join(`${_},${_}`)}]`,
            o: `"data_offsets":[${at},${at + size}]`,
          }
          at += size
          const all = [...order].map((letter) => fields[letter as 'd'])
          if (unknown !== null) all.splice(1, 0, `"later":${unknown}`)
          return `${written(key, escaped)}${_}:${_}{${all.join(`${_},${_}`)}}`
        })
        const text = Object.entries(metadata).map(
          ([key, value]) => `${written(key, true)}:${written(value, false)}`,
        )
        members.splice(members.length / 2, 0, `"__metadata__":{${text.join(',')}}`)
        const file = await openSafetensors(fileOf(`${_}{${_}${members.join(`${_},${_}`)}${_}}${_}`, at))
        expect(Object.fromEntries(file.metadata)).toEqual({ ...metadata })
        const shapes = [...file.tensors].map(([key, { shape }]) => [key, [...shape]])
        expect(shapes).toEqual(Object.entries(tensors).map(([key, { shape }]) => [key, shape]))
      }),
      RUNS,
    )
  })

  it('of tokens in any order are refused, or are what JSON says too', async () => {
    const tokens = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '"a"',
      '"__metadata__"',
      '"dtype"',
      '"shape"',
      '"U8"',
      '0',
      '1',
      '-1',
    ]
    const more = [
      '"data_offsets"',
      '[0,1]',
      '[0]',
      '"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}',
      'null',
      '1e1',
      '1.0',
    ]
    const soup = fc.array(fc.constantFrom(...tokens, ...more), { maxLength: 8 })
    let read = 0
    await fc.assert(
      fc.asyncProperty(soup, fc.boolean(), async (parts, inObject) => {
        const text = inObject ? `{${parts.join('')}}` : parts.join('')
        const file = await orRefused(() => openSafetensors(fileOf(text, text.includes('"w"') ? 1 : 0)))
        if (file === undefined) return
        read++
        const { __metadata__: _, ...tensors } = JSON.parse(text)
        expect([...file.tensors.keys()]).toEqual(Object.keys(tensors))
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(20)
  })
})

it('indices of tokens in any order are refused, or are what JSON says too', async () => {
  const tokens = [
    '{',
    '}',
    ',',
    ':',
    '"weight_map"',
    '"w"',
    '"a"',
    '"metadata"',
    '[]',
    '{}',
    '"nn.save"',
    '1',
    '"../a"',
  ]
  const more = [
    '"weight_map":{"w":"a"}',
    '"metadata":{"total_size":1}',
    '"metadata":{"nn.save":"x"}',
    '"v":[{"w":"b"}]',
  ]
  const soup = fc.array(fc.constantFrom(...tokens, ...more, ','), { maxLength: 5 })
  const shard = encodeSafetensors({ w: cpu.ones([1]) })
  let read = 0
  await fc.assert(
    fc.asyncProperty(soup, async (parts) => {
      const text = `{${parts.join('')}}`
      const model = await orRefused(() => openSharded(text, () => shard))
      if (model === undefined) return
      read++
      expect(Object.fromEntries(model.files)).toEqual(JSON.parse(text).weight_map)
    }),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(20)
})

it('headers of .npy made of tokens are refused, or say what the data is', async () => {
  const values = [
    "'<f4'",
    "'|u1'",
    "'>c8'",
    "'|O'",
    'True',
    'False',
    '(1,)',
    '()',
    '(2, 2)',
    '(-1,)',
    '(1)',
    '0',
    '1L',
  ]
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  )
  const header = fc.record({
    descr: value,
    order: value,
    shape: value,
    extra: fc.constantFrom('', '', ", 'x': 1", ',', '}'),
  })
  let read = 0
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.integer({ min: 0, max: 16 }),
      async ({ descr, order, shape, extra }, size) => {
        const text = `{'descr': ${descr || "'<f4'"}, 'fortran_order': ${order || 'False'}, 'shape': ${shape || '(2, 2)'}${extra}}\n`
        const npy = new Uint8Array(10 + text.length + size)
        npy.set([
          0x93,
          ...new TextEncoder().encode('NUMPY'),
          1,
          0,
          text.length,
          0,
          ...new TextEncoder().encode(text),
        ])
        const raw = await orRefused(() => readNpyRaw(npy))
        if (raw === undefined) return
        read++
        expect(raw.bytes.length).toBe(size)
      },
    ),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(20)
})

it('archives whose records have extreme fields give the arrays that were stored, or none', async () => {
  const given = { a: cpu.arange(4), b: cpu.zeros([2, 2]), c: cpu.ones([0]) }
  const stored = new Set(Object.values(given).map((tensor) => encodeNpy(tensor).join()))
  const archives = [await encodeNpz(given), await encodeNpz(given, { compress: true })]
  const field = fc.record({
    record: fc.constantFrom(0x04034b50, 0x02014b50, 0x06054b50),
    which: fc.nat(2),
    at: fc.integer({ min: 4, max: 45 }),
    width: fc.constantFrom(1, 2, 4),
    value: fc.constantFrom(0, 1, 8, 30, 0x7f, 0xff, 0xffff, 0x7fffffff, 0xffffffff, 0xfffffffe),
  })
  let read = 0
  await fc.assert(
    fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 3 }), fc.nat(1), async (fields, which) => {
      const bytes = Uint8Array.from(archives[which] ?? [])
      const view = new DataView(bytes.buffer)
      for (const { record, which: nth, at, width, value } of fields) {
        const places = [...bytes.keys()].filter(
          (i) => i + 4 <= bytes.length && view.getUint32(i, true) === record,
        )
        const place = (places[nth % places.length] ?? 0) + at
        for (let i = 0; i < width && place + i < bytes.length; i++)
          bytes[place + i] = (value >>> (8 * i)) & 255
      }
      const archive = await orRefused(() => openNpz(bytes))
      for (const key of archive?.names ?? []) {
        const npy = await orRefused(async () => archive?.npy(key))
        if (npy === undefined) continue
        read++
        expect(stored).toContain(npy.join())
      }
    }),
    { numRuns: 1500 },
  )
  expect(read).toBeGreaterThan(100)
})
