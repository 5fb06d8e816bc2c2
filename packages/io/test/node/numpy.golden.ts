// Files that NumPy 2.4.6 wrote, and malformed ones with its answers: see ../python.
import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { encodeNpy, FormatError, openNpz, readNpy, readNpyRaw } from '../../src/index.ts'
import decisions from '../fixtures/decisions.json' with { type: 'json' }
import { complexOf, fixture, manifest, parseComplex, sha256, shown } from './fixtures.ts'

interface Described {
  readonly shape: number[]
  readonly kind: string
  readonly fortran_order: boolean
  readonly version: string
  readonly sha256_c_order_little_endian: string
  readonly first_values: (number | string | boolean)[]
  readonly exotic?: boolean
}

interface Member extends Described {
  readonly member: string
  readonly key: string
  readonly not_an_array?: boolean
}

const { files } = manifest<{ files: Record<string, Described & { members?: Member[] }> }>('npy')
const arrays = Object.entries(files).filter(([file]) => file.endsWith('.npy'))
const archives = Object.entries(files).filter(([file]) => file.endsWith('.npz'))
/** Types of NumPy that no tensor and no safetensors file has. */
const isExotic = ([file]: [string, unknown]) => file.startsWith('exotic_') && file !== 'exotic_complex64.npy'

describe.each(arrays.filter((entry) => !isExotic(entry)))('%s', (file, expected) => {
  const bytes = fixture(`npy/${file}`)

  it('has the elements that NumPy wrote', async () => {
    const raw = await readNpyRaw(bytes)
    expect(raw.shape).toEqual(expected.shape)
    expect(sha256(raw.bytes)).toBe(expected.sha256_c_order_little_endian)
  })

  it('has the numbers that NumPy wrote', async () => {
    if (expected.kind === 'complex64') {
      const raw = await readNpyRaw(bytes)
      expect(raw.dtype).toBe('C64')
      expect(complexOf(raw)).toEqual(expected.first_values.map(parseComplex))
      await expect(readNpy(bytes, cpu)).rejects.toThrow(
        'npy: expected elements that a tensor can hold, got C64',
      )
      return
    }
    const wide = /int64|uint32/.test(expected.kind)
    const read = readNpy(bytes, cpu, wide ? { dtype: 'float64' } : {})
    if (wide && expected.first_values.some((value) => !Number.isSafeInteger(value))) {
      await expect(read).rejects.toThrow('read it raw')
      return
    }
    const tensor = await read
    expect(tensor.shape).toEqual(expected.shape)
    const first = (tensor.reshape(-1).slice([0, 6]).toNested() as (number | boolean)[]).map(shown)
    expect(first).toEqual(expected.first_values)
  })

  it('is written again bit for bit, if it is little-endian and row-major', async () => {
    const isOurs = !expected.fortran_order && expected.version === '1.0' && !/be(_|\.)/.test(file)
    const again = encodeNpy(await readNpyRaw(bytes))
    if (isOurs) expect(sha256(again)).toBe(sha256(bytes))
    else expect((await readNpyRaw(again)).shape).toEqual(expected.shape)
  })
})

describe.each(arrays.filter(isExotic))('%s', (file) => {
  it('is refused by name', async () => {
    const refusal = await readNpyRaw(fixture(`npy/${file}`)).catch((error) => error)
    expect(refusal).toBeInstanceOf(FormatError)
    expect(refusal.message).toMatchSnapshot()
  })
})

describe.each(archives)('%s', (file, { members }) => {
  it('has the arrays that NumPy wrote', async () => {
    const archive = await openNpz(fixture(`npy/${file}`))
    const [inside, others] = [true, false].map((isArray) =>
      members!.filter(({ not_an_array = false }) => not_an_array !== isArray),
    )
    expect(archive.names).toEqual(inside!.map(({ key }) => key))
    expect(archive.others).toEqual(others!.map(({ member }) => member))
    for (const { key, shape, sha256_c_order_little_endian: hash } of inside!) {
      const raw = await archive.raw(key)
      expect([key, raw.shape, sha256(raw.bytes)]).toEqual([key, shape, hash])
    }
  })
})

describe('malformed files', () => {
  interface Answer {
    readonly accepted: boolean
    readonly shape?: number[]
    readonly sha256_c_order_little_endian?: string
    readonly members?: Record<string, Answer>
  }
  interface Case {
    readonly file: string
    readonly what: string
    readonly numpy: Answer
  }
  const { cases } = manifest<{ cases: Case[] }>('npy/malformed')

  const single = cases.filter(({ file }) => file.endsWith('.npy'))
  it.each(single)('$file: $what', async ({ file, numpy }) => {
    const answer = await readNpyRaw(fixture(`npy/malformed/${file}`)).catch((error) => error)
    if (numpy.accepted && !(file in decisions.refused)) {
      expect(answer.shape).toEqual(numpy.shape)
      expect(sha256(answer.bytes)).toBe(numpy.sha256_c_order_little_endian)
    } else {
      expect(answer).toBeInstanceOf(FormatError)
      expect(answer.message).toMatchSnapshot()
    }
  })

  /** The answers of an archive: of itself, or of each array. */
  async function answers(file: string): Promise<Record<string, unknown>> {
    try {
      const archive = await openNpz(fixture(`npy/malformed/${file}`))
      const read = archive.names.map(async (name) => {
        const answer = await archive.raw(name).catch((error) => error)
        return [name, answer instanceof Error ? answer : sha256(answer.bytes)] as const
      })
      return Object.fromEntries(await Promise.all(read))
    } catch (error) {
      return { archive: error }
    }
  }

  const zips = cases.filter(({ file }) => file.endsWith('.npz'))
  it.each(zips)('$file: $what', async ({ file, numpy }) => {
    const got = await answers(file)
    const errors = Object.values(got).filter((answer) => answer instanceof Error)
    for (const error of errors) expect(error).toBeInstanceOf(FormatError)
    expect(errors.map(({ message }) => message)).toMatchSnapshot()
    if (file in decisions.read) expect(errors).toEqual([])
    else if (!numpy.accepted) expect(got.archive).toBeInstanceOf(FormatError)
    else if (file in decisions.refused) expect(errors).not.toEqual([])
    else
      for (const [name, member] of Object.entries(numpy.members!)) {
        if (name.endsWith('/')) expect(got).not.toHaveProperty([name])
        else if (member.accepted)
          expect([name, got[name]]).toEqual([name, member.sha256_c_order_little_endian])
        else expect(got[name]).toBeInstanceOf(FormatError)
      }
  })
})
