import { cpu } from '@nn/backend-cpu'
import type { DType } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EncodeOptions,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  type FileDType,
  FormatError,
  openNpz,
  openSafetensors,
  readNpy,
  safetensorsStream,
  streamSafetensors,
  type Tensors,
} from '../src/index.ts'

const dtypes: DType[] = ['float32', 'float64', 'int32', 'bool']

/** Tensors of every dtype and shape, views among them. */
const tensors = fc
  .record({
    dtype: fc.constantFrom(...dtypes),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    transposed: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ dtype, shape, transposed, seed }) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const values = Array.from({ length: size }, (_, i) => (seed + i * 7919) % (dtype === 'bool' ? 2 : 1000))
    const tensor = cpu.tensor(values.map(Math.abs), { dtype, shape })
    return transposed && shape.length > 1 ? tensor.transpose() : tensor
  })

describe('what is written is read again', () => {
  it('as safetensors', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'grapheme' }), tensors), async (given) => {
        const file = await openSafetensors(encodeSafetensors(given))
        expect(new Set(file.tensors.keys())).toEqual(new Set(Object.keys(given)))
        for (const [name, tensor] of Object.entries(given)) {
          expect((await file.tensor(name, cpu)).equals(tensor)).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('as .npy and .npz', async () => {
    await fc.assert(
      fc.asyncProperty(tensors, fc.boolean(), async (tensor, compress) => {
        expect((await readNpy(encodeNpy(tensor), cpu)).equals(tensor)).toBe(true)
        const archive = await openNpz(await encodeNpz({ 'a/b': tensor, ü: tensor }, { compress }))
        expect(archive.names).toEqual(['a/b', 'ü'])
        expect((await archive.tensor('ü', cpu)).equals(tensor)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('through streams', async () => {
    const given = { a: cpu.arange(300_000), b: cpu.tensor([true]), c: cpu.zeros([0, 3]) }
    const whole = new Uint8Array(await new Response(safetensorsStream(given)).arrayBuffer())
    expect(whole).toEqual(encodeSafetensors(given))
    const read = new Map<string, boolean>()
    for await (const [name, tensor] of streamSafetensors(safetensorsStream(given), cpu)) {
      read.set(name, tensor.equals(given[name as 'a']))
    }
    expect(Object.fromEntries(read)).toEqual({ a: true, b: true, c: true })
  })
})

describe('dtypes of the file', () => {
  it.each<[FileDType, number[]]>([
    ['F16', [0, 1.5, -2, 65504]],
    ['BF16', [0, 1.5, -2, 2 ** 100]],
    ['F64', [0, 1.5, -2, 1e30]],
  ])('floats as %s', async (dtype, values) => {
    const bytes = encodeSafetensors(
      { x: cpu.tensor(values), i: cpu.tensor([1], { dtype: 'int32' }) },
      { dtype },
    )
    const file = await openSafetensors(bytes)
    expect([file.tensors.get('x')!.dtype, file.tensors.get('i')!.dtype]).toEqual([dtype, 'I32'])
    expect((await file.tensor('x', cpu)).toNested()).toEqual(
      values.map(dtype === 'F64' ? Math.fround : (x) => x),
    )
  })

  it.each<FileDType>(['U8', 'I8', 'U16', 'I16', 'U32', 'I32', 'I64', 'U64'])(
    'integers as %s',
    async (dtype) => {
      const x = cpu.tensor([0, 1, 127], { dtype: 'int32' })
      const file = await openSafetensors(encodeSafetensors({ x }, { dtype }))
      expect(file.tensors.get('x')!.dtype).toBe(dtype)
      expect((await file.tensor('x', cpu)).equals(x)).toBe(true)
      expect((await file.tensor('x', cpu, { dtype: 'float64' })).toNested()).toEqual([0, 1, 127])
    },
  )

  it('by a function of name and tensor', async () => {
    const given = { a: cpu.ones([2]), b: cpu.ones([2]), n: cpu.tensor(3, { dtype: 'int32' }) }
    const dtype: EncodeOptions['dtype'] = (name, { dtype }) =>
      dtype === 'int32' ? 'I64' : name === 'a' ? 'F16' : undefined
    const file = await openSafetensors(encodeSafetensors(given, { dtype }))
    const kinds = [...file.tensors].map(([name, info]) => [name, info.dtype])
    expect(kinds).toEqual([
      ['n', 'I64'],
      ['b', 'F32'],
      ['a', 'F16'],
    ])
  })

  it.each<[Tensors, EncodeOptions, string]>([
    [
      { x: cpu.tensor([300], { dtype: 'int32' }) },
      { dtype: 'U8' },
      'encodeSafetensors: "x": expected integers that U8 holds, got 300; leave out dtype, or cast first',
    ],
    [
      { x: cpu.tensor([-1], { dtype: 'int32' }) },
      { dtype: 'U64' },
      'expected integers that U64 holds, got -1',
    ],
    [{ x: cpu.tensor([0.5]) }, { dtype: () => 'I32' }, 'expected integers that I32 holds, got 0.5'],
    [
      { x: cpu.ones([1]) },
      { dtype: 'F8_E4M3' },
      'encodeSafetensors: "x": expected a dtype that float32 can be written as, got F8_E4M3; give it raw, as { dtype, shape, bytes }',
    ],
    [
      { x: cpu.ones([1]) },
      { dtype: 'f16' as never },
      'encodeSafetensors: "x": expected dtype to be one of BOOL, F4, F6_E2M3, F6_E3M2, U8, I8,',
    ],
    [{ x: 1 as never }, {}, 'encodeSafetensors: expected a tensor or { dtype, shape, bytes } for "x", got 1'],
    [null as never, {}, 'encodeSafetensors: expected a Map or an object of tensors, got null'],
    [
      { x: { dtype: 'F32', shape: [2], bytes: new Uint8Array(4) } },
      {},
      'encodeSafetensors: "x": expected the bytes of F32 [2], got 4 bytes',
    ],
    [
      { __metadata__: cpu.ones([1]) },
      {},
      'encodeSafetensors: "__metadata__": expected a name of whole characters other than "__metadata__"',
    ],
    [{ '\ud800': cpu.ones([1]) }, {}, 'expected a name of whole characters'],
    [{}, { metadata: { a: 1 as never } }, 'encodeSafetensors: metadata "a": expected a string, got 1'],
    [{}, { metadata: { a: '\udc00' } }, 'metadata "a": expected whole characters, got "\\udc00"'],
    [{}, { metadata: { '\ud800': 'b' } }, 'metadata "\\ud800": expected whole characters, got "\\ud800"'],
  ])('%#: a clear error', (given, options, message) => {
    expect(() => encodeSafetensors(given, options)).toThrow(message)
  })

  it('of NumPy are fewer', () => {
    expect(() => encodeNpy(cpu.ones([1]), { dtype: 'BF16' })).toThrow(
      "encodeNpy: expected a dtype that NumPy has, got BF16; pass { dtype: 'F32' }, or use safetensors",
    )
    expect(() => encodeNpy([1] as never)).toThrow(
      'encodeNpy: expected a tensor or { dtype, shape, bytes }, got [1]',
    )
  })

  it('are read as a tensor holds them, or refused', async () => {
    const bytes = new Uint8Array(new BigInt64Array([2n ** 40n]).buffer)
    const raw = {
      long: { dtype: 'I64', shape: [1], bytes },
      complex: { dtype: 'C64', shape: [1], bytes },
    } as const
    const file = await openSafetensors(encodeSafetensors(raw))
    await expect(file.tensor('long', cpu)).rejects.toThrow(
      'safetensors: "long": expected integers of 32 bits in I64, got 1099511627776; pass { dtype: \'float64\' }, or read it raw',
    )
    expect((await file.tensor('long', cpu, { dtype: 'float64' })).item()).toBe(2 ** 40)
    await expect(file.tensor('complex', cpu)).rejects.toThrow(
      'safetensors: "complex": expected elements that a tensor can hold, got C64; read it raw',
    )
    await expect(file.tensor('long', cpu, { dtype: 'int64' as never })).rejects.toThrow(
      'expected dtype to be one of float32, float64, int32, bool, got "int64"',
    )
    await expect(file.tensor('lang', cpu)).rejects.toThrow(
      'tensor: expected the name of a tensor in the file, got "lang"; it has "long", "complex"',
    )
  })
})

describe('a tensor under several names', () => {
  it('is stored once, and the metadata says where', async () => {
    const wte = cpu.ones([4, 2])
    const file = await openSafetensors(encodeSafetensors({ 'wte.weight': wte, 'head.weight': wte }))
    expect([...file.tensors.keys()]).toEqual(['wte.weight'])
    expect(Object.fromEntries(file.metadata)).toEqual({ 'head.weight': 'wte.weight' })
  })
})

describe('the archive', () => {
  it('is the same bytes for the same arrays', async () => {
    const given = { a: cpu.arange(10) }
    expect(await encodeNpz(given)).toEqual(await encodeNpz(given))
  })

  it('deflated is smaller', async () => {
    const given = { a: cpu.zeros([1000]) }
    expect((await encodeNpz(given, { compress: true })).length).toBeLessThan(500)
  })

  it('changed by a bit is refused', async () => {
    const bytes = await encodeNpz({ a: cpu.arange(10) })
    bytes[150]! ^= 1
    const archive = await openNpz(bytes)
    await expect(archive.tensor('a', cpu)).rejects.toThrow(FormatError)
    await expect(archive.tensor('b', cpu)).rejects.toThrow(
      'expected the name of a tensor in the file, got "b"; it has "a"',
    )
  })
})
