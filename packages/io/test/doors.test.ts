import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import {
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  FormatError,
  httpSource,
  NpzFile,
  openNpz,
  openSafetensors,
  openSharded,
  type RawTensor,
  readNpy,
  readNpyRaw,
  SafetensorsFile,
  safetensorsStream,
  streamSafetensors,
} from '../src/index.ts'
import { errorOf } from './bytes.ts'

const x = cpu.ones([2])
const bytes = encodeSafetensors({ x })
const file = await openSafetensors(bytes)
const sharded = await openSharded('{"weight_map":{"x":"a"}}', () => bytes)
const archive = await openNpz(await encodeNpz({ x }))
const stream = () => new Blob([bytes.slice()]).stream()

/** Every function and method that takes options, called with some. */
const doors: [string, string, (options: never) => unknown][] = [
  ['encodeSafetensors', 'dtype, metadata', (options) => encodeSafetensors({ x }, options)],
  ['safetensorsStream', 'dtype, metadata', (options) => safetensorsStream({ x }, options)],
  ['encodeNpy', 'dtype', (options) => encodeNpy(x, options)],
  ['encodeNpz', 'dtype, compress', (options) => encodeNpz({ x }, options)],
  ['readNpy', 'dtype', (options) => readNpy(encodeNpy(x), cpu, options)],
  ['streamSafetensors', 'dtype', (options) => streamSafetensors(stream(), cpu, options).next()],
  ['safetensors: "x"', 'dtype', (options) => file.tensor('x', cpu, options)],
  ['readAll', 'dtype', (options) => file.readAll(cpu, options)],
  ['safetensors: "x"', 'dtype', (options) => sharded.tensor('x', cpu, options)],
  ['readAll', 'dtype', (options) => sharded.readAll(cpu, options)],
  ['npz: "x"', 'dtype', (options) => archive.tensor('x', cpu, options)],
  ['readAll', 'dtype', (options) => archive.readAll(cpu, options)],
]

describe.each(doors)('%s { %s }', (where, names, call) => {
  it('refuses a misspelt option and what is no options object', async () => {
    const wrong = await errorOf(() => call({ dtyp: 'F32' } as never))
    expect(wrong).toBeInstanceOf(TypeError)
    expect(String(wrong)).toBe(
      `TypeError: ${where}: expected options ${names}, got "dtyp"; did you mean "dtype"?`,
    )
    for (const [options, shown] of [
      [null, 'null'],
      [[], '[]'],
      ['F16', '"F16"'],
    ] as const) {
      const error = await errorOf(() => call(options as never))
      expect(String(error)).toBe(`TypeError: ${where}: expected an options object, got ${shown}`)
    }
  })

  it('takes none, undefined and undefined members', async () => {
    for (const options of [undefined, {}, { dtype: undefined }]) {
      expect(await errorOf(() => call(options as never))).toBeUndefined()
    }
  })
})

describe('arguments of another kind', () => {
  const cases: [string, () => unknown][] = [
    [
      'encodeSafetensors: expected metadata to be an object of strings, got null',
      () => encodeSafetensors({ x }, { metadata: null as never }),
    ],
    [
      'encodeNpz: expected compress to be true or false, got 1',
      () => encodeNpz({ x }, { compress: 1 as never }),
    ],
    [
      'encodeSafetensors: "x": expected dtype to be one of',
      () => encodeSafetensors({ x }, { dtype: null as never }),
    ],
    [
      'encodeSafetensors: expected names that are strings, got 1',
      () => encodeSafetensors(new Map([[1, x]]) as never),
    ],
    ['encodeNpy: expected a tensor or { dtype, shape, bytes }, got null', () => encodeNpy(null as never)],
    [
      'readNpy: expected a backend, such as cpu of @nn/backend-cpu, got undefined',
      () => readNpy(encodeNpy(x), undefined as never),
    ],
    [
      'safetensors: "x": expected a backend, such as cpu of @nn/backend-cpu, got null',
      () => file.tensor('x', null as never),
    ],
    ['tensor: expected the name of a tensor in the file, got 0', () => file.raw(0 as never)],
    ['source: expected bytes, a Blob or a source, got null', () => openNpz(null as never)],
    ['source: expected bytes, a Blob or a source, got an object', () => readNpyRaw({ size: 1 } as never)],
    [
      'openSharded: expected the bytes or the text of an index, got null',
      () => openSharded(null as never, () => bytes),
    ],
    [
      'openSharded: expected a function from file names to sources, got undefined',
      () => openSharded('{"weight_map":{}}', undefined as never),
    ],
    [
      'streamSafetensors: expected a ReadableStream of bytes, got a Uint8Array of',
      () => streamSafetensors(bytes as never, cpu).next(),
    ],
    ['httpSource: expected a URL, got null', () => httpSource(null as never)],
    [
      'httpSource: expected headers of fetch, got 1',
      () => httpSource('http://nowhere', { headers: 1 as never }),
    ],
    ['httpSource: expected options of fetch, got null', () => httpSource('http://nowhere', null as never)],
  ]
  it.each(cases)('%s', async (message, call) => {
    const error = await errorOf(call)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(message)
  })

  it('are not sizes of a source', async () => {
    for (const size of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const source = { size, read: async () => undefined }
      await expect(openSafetensors(source)).rejects.toThrow('source: expected size to be')
    }
  })

  it('are not names in an archive', async () => {
    const expected = 'encodeNpz: expected names of whole characters, at most 65535 bytes'
    await expect(encodeNpz({ '\ud800': x })).rejects.toThrow(expected)
    await expect(encodeNpz({ ['n'.repeat(65_532)]: x })).rejects.toThrow(expected)
    expect((await openNpz(await encodeNpz({ ['n'.repeat(65_531)]: x }))).names[0]).toHaveLength(65_531)
  })

  it('are shown in a line of bounded length', async () => {
    const json = `{"w":{"dtype":"F32","shape":[${'9,'.repeat(10_000)}9],"data_offsets":[0,${'1'.repeat(10_000)}]}}`
    const header = new TextEncoder().encode(json)
    const damaged = new Uint8Array(8 + header.length)
    new DataView(damaged.buffer).setBigUint64(0, BigInt(header.length), true)
    damaged.set(header, 8)
    const error = await errorOf(() => openSafetensors(damaged))
    expect(error).toBeInstanceOf(FormatError)
    expect(String(error).length).toBeLessThan(300)
  })

  const long = 'n'.repeat(100_000)
  const named = () => new File(['no format at all, of any kind'], long)
  const index = (name: string, file: string) => `{"weight_map":{"${name}":"${file}"}}`
  const shard = () => encodeSafetensors({ x })
  it.each<[string, () => unknown]>([
    ['a safetensors file', () => openSafetensors(named())],
    ['a tensor of a file', async () => (await openSafetensors(new File([shard()], long))).tensor('y', cpu)],
    ['an .npy file', () => readNpy(named(), cpu)],
    ['an .npz file', () => openNpz(named())],
    ['a shard without the tensor', () => openSharded(index('y', long), shard)],
    ['a tensor of no shard', () => openSharded(index(long, 'a'), shard)],
    [
      'a shard that has more',
      () => openSharded(index('x', long), () => encodeSafetensors({ x, y: cpu.zeros([1]) })),
    ],
    ['an address', () => httpSource(`data:,${long}`)],
    ['no address', () => httpSource(long)],
  ])('show the end of a long name: %s', async (_, call) => {
    const error = await errorOf(call)
    expect(error).toBeInstanceOf(Error)
    expect(String(error).length).toBeLessThan(1000)
  })
})

describe('another copy of the package', () => {
  it('can read what this one opened', async () => {
    class OtherFile extends SafetensorsFile {}
    const { source, tensors, metadata } = file
    const other = new OtherFile(source, { tensors, metadata })
    expect((await SafetensorsFile.prototype.tensor.call(other, 'x', cpu)).equals(x)).toBe(true)
    const { names, others, npy } = archive
    expect((await NpzFile.prototype.tensor.call({ names, others, npy }, 'x', cpu)).equals(x)).toBe(true)
  })
})

it('complex numbers of the other byte order keep real and imaginary parts', async () => {
  const shape = [2]
  const little: RawTensor = {
    dtype: 'C64',
    shape,
    bytes: new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer),
  }
  const npy = encodeNpy(little)
  const header = npy.length - little.bytes.length
  const big = npy.map((byte) => (byte === '<'.charCodeAt(0) ? '>'.charCodeAt(0) : byte))
  for (let at = header; at < big.length; at += 4) big.subarray(at, at + 4).reverse()
  expect(await readNpyRaw(big)).toEqual(little)
})
