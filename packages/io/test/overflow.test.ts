import { cpu } from '@nn/backend-cpu'
import type { DType, Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  type FileDType,
  openNpz,
  openSafetensors,
  openSharded,
  readNpy,
  safetensorsStream,
  streamSafetensors,
} from '../src/index.ts'
import { errorOf } from './bytes.ts'

/** The ties between the largest float and the infinity of each dtype, from which on a value has none. */
const F16 = 2 ** 16 - 2 ** 4
const BF16 = 2 ** 128 - 2 ** 119
const F32 = 2 ** 128 - 2 ** 103
/** Before a float64. */
const BELOW = 1 - 2 ** -53

/** The largest float of each dtype that has a value, and the least that has none. */
const EDGES: [FileDType, DType, number, number][] = [
  ['F16', 'float32', F16 - 2 ** -8, F16],
  ['F16', 'float64', F16 * BELOW, F16],
  ['BF16', 'float32', BF16 - 2 ** 104, BF16],
  ['BF16', 'float64', BF16 * BELOW, BF16],
  ['F32', 'float64', F32 * BELOW, F32],
  ['F32', 'float64', 2 ** 127, Number.MAX_VALUE],
]
const of = (values: number[], dtype: DType): Tensor => cpu.tensor(values, { dtype })

describe.each(EDGES)('what %s cannot hold of %s', (dtype, own, last, first) => {
  it('is an error that names the tensor, when it is written', async () => {
    for (const sign of [1, -1]) {
      const w = of([0, sign * first], own)
      const message = `"w": expected values in the range of ${dtype}, got ${sign * first}; take a wider dtype, or scale it first`
      expect(() => encodeSafetensors({ w }, { dtype })).toThrow(`encodeSafetensors: ${message}`)
      const reader = safetensorsStream({ w }, { dtype }).getReader()
      const read = async () => {
        while (!(await reader.read()).done);
      }
      await expect(read()).rejects.toThrow(`safetensorsStream: ${message}`)
      if (dtype === 'BF16') continue
      expect(() => encodeNpy(w, { dtype })).toThrow(message.slice(5))
      await expect(encodeNpz({ w }, { dtype })).rejects.toThrow(message)
    }
  })

  it('are no infinities, which stay, and no NaN', async () => {
    const w = of([last, -last, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN], own)
    const read = await (await openSafetensors(encodeSafetensors({ w }, { dtype }))).tensor('w', cpu)
    const [high, low, ...others] = read.toNested() as number[]
    expect(Number.isFinite(high) && low === -high!).toBe(true)
    expect(others).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])
  })
})

it('integers that F16 cannot hold are errors too', () => {
  const w = of([65520], 'int32')
  expect(() => encodeSafetensors({ w }, { dtype: () => 'F16' })).toThrow('range of F16, got 65520')
})

describe('what a tensor cannot hold of a file', () => {
  const wide = of([1, 1e39, -1e300, Number.POSITIVE_INFINITY], 'float64')
  const file = encodeSafetensors({ wide })
  const cases: [string, string, (dtype: DType) => Promise<unknown>][] = [
    [
      'a file',
      'safetensors: "wide"',
      async (dtype) => (await openSafetensors(file)).tensor('wide', cpu, { dtype }),
    ],
    [
      'all of a file',
      'safetensors: "wide"',
      async (dtype) => (await openSafetensors(file)).readAll(cpu, { dtype }),
    ],
    [
      'shards',
      'safetensors: "wide"',
      async (dtype) => (await openSharded('{"weight_map":{"wide":"a"}}', () => file)).readAll(cpu, { dtype }),
    ],
    [
      'a stream',
      'safetensors: "wide"',
      (dtype) => streamSafetensors(new Blob([file.slice()]).stream(), cpu, { dtype }).next(),
    ],
    ['an .npy', 'npy', (dtype) => readNpy(encodeNpy(wide), cpu, { dtype })],
    [
      'an .npz',
      'npz: "wide"',
      async (dtype) => (await openNpz(await encodeNpz({ wide }))).tensor('wide', cpu, { dtype }),
    ],
  ]
  it.each(cases)('of %s is an error that names the tensor', async (_, where, read) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const error = await errorOf(() => read(dtype))
      expect(error).toBeInstanceOf(RangeError)
      expect(String(error)).toContain(`${where}: expected values in the range of ${dtype}, got 1e+39`)
    }
  })

  it('are no infinities, which stay', async () => {
    const x = of([Number.POSITIVE_INFINITY, Number.NaN, 2 ** 127], 'float64')
    const read = await readNpy(encodeNpy(x), cpu, { dtype: 'float32' })
    expect(read.toNested()).toEqual([Number.POSITIVE_INFINITY, Number.NaN, 2 ** 127])
  })

  it('is an element count for which there is no array', async () => {
    const size = 2 ** 45
    const header = `{"w":{"dtype":"U8","shape":[${size}],"data_offsets":[0,${size}]}}`
    const start = new Uint8Array(8 + header.length)
    new DataView(start.buffer).setBigUint64(0, BigInt(header.length), true)
    start.set(new TextEncoder().encode(header), 8)
    const sparse = {
      size: start.length + size,
      read: async (into: Uint8Array, at: number) => into.set(start.subarray(at, at + into.length)),
    }
    const opened = await openSafetensors(sparse)
    for (const read of [() => opened.raw('w'), () => opened.tensor('w', cpu)]) {
      const error = await errorOf(read)
      expect(error).toBeInstanceOf(RangeError)
      expect(String(error)).toContain(`safetensors: "w": expected memory for ${size} elements, got none`)
    }
  })
})

describe('integers of 64 bits', () => {
  const words = new BigInt64Array([0n, -1n, 2n ** 31n, -(2n ** 53n) + 1n])
  const long = { dtype: 'I64', shape: [4], bytes: new Uint8Array(words.buffer) } as const
  const indices = cpu.tensor([2, 0], { dtype: 'int32' })

  it('are read as int32, as float64 up to 2^53, or raw', async () => {
    const bytes = encodeSafetensors({ long, indices, w: cpu.ones([3]) }, { dtype: 'I64' })
    const file = await openSafetensors(bytes)
    const kinds = [...file.tensors].map(([name, { dtype }]) => [name, dtype])
    expect(Object.fromEntries(kinds)).toEqual({ long: 'I64', indices: 'I64', w: 'F32' })
    const read = await file.tensor('indices', cpu)
    expect(read.dtype).toBe('int32')
    expect(cpu.arange(3).take(read).toNested()).toEqual([2, 0])
    await expect(file.tensor('long', cpu)).rejects.toThrow('got 2147483648; pass { dtype: ')
    const doubles = await file.tensor('long', cpu, { dtype: 'float64' })
    expect(doubles.toNested()).toEqual([...words].map(Number))
    const raw = await file.raw('long')
    expect(new BigInt64Array(raw.bytes.buffer)).toEqual(words)
  })

  it('get the dtype that a function says, and the others keep theirs', async () => {
    const file = await openSafetensors(encodeSafetensors({ long, indices, w: cpu.ones([1]) }))
    const seen: unknown[] = []
    const state = await file.readAll(cpu, {
      dtype: (name, dtype) => {
        seen.push([name, dtype])
        return dtype === 'I64' ? 'float64' : undefined
      },
    })
    expect([...state].map(([name, { dtype }]) => [name, dtype])).toEqual([
      ['long', 'float64'],
      ['w', 'float32'],
      ['indices', 'int32'],
    ])
    expect(seen).toEqual([
      ['long', 'I64'],
      ['w', 'F32'],
      ['indices', 'I32'],
    ])
    await expect(file.tensor('w', cpu, { dtype: () => 'int64' as never })).rejects.toThrow(
      'safetensors: "w": expected dtype to be one of float32, float64, int32, bool, got "int64"',
    )
  })

  it('are written from integers of either dtype, exactly', async () => {
    const x = of([2 ** 52, -3], 'float64')
    const file = await openSafetensors(encodeSafetensors({ x }, { dtype: () => 'I64' }))
    expect((await file.tensor('x', cpu, { dtype: 'float64' })).equals(x)).toBe(true)
    for (const [value, dtype] of [
      [2 ** 53, 'I64'],
      [0.5, 'I64'],
      [Number.NaN, 'I64'],
      [-1, 'U64'],
    ] as const) {
      expect(() => encodeSafetensors({ x: of([value], 'float64') }, { dtype: () => dtype })).toThrow(
        `encodeSafetensors: "x": expected integers that ${dtype} holds, got ${value}`,
      )
    }
  })
})
