// Files that safetensors 0.8.0 wrote from PyTorch 2.13.0, and malformed ones with its answers: see ../python.
import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import {
  encodeSafetensors,
  FormatError,
  openSafetensors,
  openSharded,
  type RawTensor,
  streamSafetensors,
} from '../../src/index.ts'
import decisions from '../fixtures/decisions.json' with { type: 'json' }
import { complexOf, fixture, manifest, parseComplex, sha256, shown } from './fixtures.ts'

interface Described {
  readonly dtype: string
  readonly shape: number[]
  readonly data_offsets: [number, number]
  readonly sha256: string
  readonly first_values: (number | string | boolean)[]
}

const { files, sharded } = manifest<{
  files: Record<
    string,
    {
      metadata: Record<string, string> | null
      names_in_header_order: string[]
      tensors: Record<string, Described>
    }
  >
  sharded: { index: object; tensors: Record<string, Described> }
}>('safetensors')

describe.each(Object.entries(files))('%s', (file, expected) => {
  const bytes = fixture(`safetensors/${file}`)

  it('has the tensors that the library wrote', async () => {
    const opened = await openSafetensors(bytes)
    expect([...opened.tensors.keys()]).toEqual(expected.names_in_header_order)
    expect(Object.fromEntries(opened.metadata)).toEqual(expected.metadata ?? {})
    for (const [name, { dtype, shape, sha256: hash }] of Object.entries(expected.tensors)) {
      const raw = await opened.raw(name)
      expect([name, raw.dtype, raw.shape, sha256(raw.bytes)]).toEqual([name, dtype, shape, hash])
    }
  })

  it('has the numbers that the library wrote', async () => {
    const opened = await openSafetensors(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    for (const [name, { dtype, shape, first_values }] of Object.entries(expected.tensors)) {
      if (dtype === 'C64') {
        expect(complexOf(await opened.raw(name))).toEqual(first_values.map(parseComplex))
        continue
      }
      const wide = ['I64', 'U64', 'U32'].includes(dtype)
      if (wide && first_values.some((value) => !Number.isSafeInteger(value))) {
        await expect(opened.tensor(name, cpu, { dtype: 'float64' })).rejects.toThrow('read it raw')
        continue
      }
      const tensor = await opened.tensor(name, cpu, wide ? { dtype: 'float64' } : {})
      expect([name, tensor.shape]).toEqual([name, shape])
      const first = (tensor.reshape(-1).slice([0, 6]).toNested() as (number | boolean)[]).map((value) =>
        shown(Number(value)),
      )
      expect([name, first]).toEqual([name, first_values])
    }
  })

  it('is written again bit for bit', async () => {
    const opened = await openSafetensors(bytes)
    const raws = new Map<string, RawTensor>()
    for (const name of [...opened.tensors.keys()].reverse()) raws.set(name, await opened.raw(name))
    const metadata = Object.fromEntries(opened.metadata)
    const again = encodeSafetensors(raws, { metadata })
    // An empty object of metadata, which Python may write, is left out.
    const same = expected.metadata === null || Object.keys(expected.metadata).length === 1
    if (same) expect(sha256(again)).toBe(sha256(bytes))
    else expect((await openSafetensors(again)).tensors.size).toBe(opened.tensors.size)
  })

  it('comes through a stream', async () => {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
    const opened = await openSafetensors(bytes)
    const isWide = (dtype: string) => ['I64', 'U64', 'U32'].includes(dtype)
    const readable = Object.values(expected.tensors).every(({ dtype, first_values }) => {
      return dtype !== 'C64' && (!isWide(dtype) || first_values.every(Number.isSafeInteger))
    })
    const options = { dtype: (_: string, dtype: string) => (isWide(dtype) ? 'float64' : undefined) } as const
    const read = async () => {
      for await (const [name, tensor] of streamSafetensors(stream, cpu, options)) {
        expect(tensor.equals(await opened.tensor(name, cpu, options), { equalNaN: true })).toBe(true)
      }
    }
    if (readable) await read()
    else await expect(read()).rejects.toThrow('read it raw')
  })
})

describe('shards', () => {
  const open = (file: string) => fixture(`safetensors/sharded/${file}`)
  const index = fixture('safetensors/sharded/model.safetensors.index.json')

  it('are one model', async () => {
    const model = await openSharded(index, open)
    expect([...model.tensors.keys()].sort()).toEqual(Object.keys(sharded.tensors).sort())
    for (const [name, { dtype, shape, sha256: hash }] of Object.entries(sharded.tensors)) {
      const raw = await model.raw(name)
      expect([name, raw.dtype, raw.shape, sha256(raw.bytes)]).toEqual([name, dtype, shape, hash])
    }
    expect(JSON.parse(new TextDecoder().decode(index))).toEqual(sharded.index)
  })
})

describe('malformed files', () => {
  interface Case {
    readonly file: string
    readonly what: string
    readonly safe_open: { accepted: boolean; tensors?: Record<string, [string, number[]]> }
    readonly get_tensor?: Record<string, string> | string
  }
  const { cases } = manifest<{ cases: Case[] }>('safetensors/malformed')

  const isRefused = ({ file, safe_open: { accepted } }: Case) => !accepted || file in decisions.refused

  it.each(cases.filter(isRefused))('$file is refused: $what', async ({ file }) => {
    const refusal = await openSafetensors(fixture(`safetensors/malformed/${file}`)).catch((error) => error)
    expect(refusal).toBeInstanceOf(FormatError)
    expect(refusal.message).toMatch(/^(safetensors|source)(: "?.*"?)?: expected .*, got /s)
    expect(refusal.message).toMatchSnapshot()
  })

  it.each(cases.filter((given) => !isRefused(given)))('$file is read: $what', async (given) => {
    const opened = await openSafetensors(fixture(`safetensors/malformed/${given.file}`))
    for (const [name, [dtype, shape]] of Object.entries(given.safe_open.tensors!)) {
      const raw = await opened.raw(name)
      expect([raw.dtype, raw.shape]).toEqual([dtype, shape])
      // Of more axes than NumPy has, the library gave no bytes.
      if (typeof given.get_tensor === 'object') expect(sha256(raw.bytes)).toBe(given.get_tensor[name])
    }
  })

  it.each(cases)('$file is answered the same from a stream', async ({ file, safe_open: { accepted } }) => {
    const bytes = fixture(`safetensors/malformed/${file}`)
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
    const read = async () => {
      for await (const [name] of streamSafetensors(stream, cpu)) expect(typeof name).toBe('string')
    }
    if (file === 'shape_many_dims.safetensors') {
      await expect(read()).rejects.toThrow('expected at most 64 axes, got 101; read it raw')
    } else if (accepted && !(file in decisions.refused)) await read()
    else await expect(read()).rejects.toThrow(FormatError)
  })
})
