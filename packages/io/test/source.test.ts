import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { encodeSafetensors, FormatError, openSafetensors, openSharded, type Source } from '../src/index.ts'

const given = { a: cpu.ones([1000]), b: cpu.arange(10), c: cpu.zeros([500, 2]) }
const bytes = encodeSafetensors(given)

/** The bytes as a source that notes what is read. */
function watched(): { source: Source; read: [start: number, end: number][] } {
  const read: [number, number][] = []
  const source: Source = {
    size: bytes.length,
    read: async (into, position) => {
      read.push([position, position + into.length])
      into.set(bytes.subarray(position, position + into.length))
    },
  }
  return { source, read }
}

describe('reading by range', () => {
  it('reads the header on opening, and of a tensor its own bytes', async () => {
    const { source, read } = watched()
    const file = await openSafetensors(source)
    const { start, end } = file.tensors.get('b')!
    const dataStart = Math.min(...[...file.tensors.values()].map((info) => info.start))
    expect(Math.max(...read.map(([, to]) => to))).toBe(dataStart)
    read.length = 0
    expect((await file.tensor('b', cpu)).equals(given.b)).toBe(true)
    expect(read).toEqual([[start, end]])
  })

  it('takes nothing else for a source', async () => {
    await expect(openSafetensors('model.safetensors' as never)).rejects.toThrow(
      'source: expected bytes, a Blob or a source, got "model.safetensors"; of a path, use @nn/io/node; of an address, httpSource',
    )
    expect((await openSafetensors(bytes.slice().buffer)).tensors.size).toBe(3)
  })
})

describe('an index of shards', () => {
  const shard = encodeSafetensors({ w: cpu.ones([2]) })
  it.each([
    [
      '{"weight_map":{"w":"../w"}}',
      'safetensors index: expected the name of a file, no path, for "w", got "../w"',
    ],
    ['{"weight_map":{"w":".."}}', 'expected the name of a file, no path, for "w", got ".."'],
    ['{"weight_map":{"w":"C:w"}}', 'expected the name of a file, no path'],
    ['{"weight_map":{"w":1}}', 'expected the name of a file, no path, for "w", got 1'],
    ['{"weight_map":{"w":"a","w":"b"}}', 'safetensors index: expected each name once, got "w" twice'],
    [
      '{"weight_map":{"w":"a"},"weight_map":{"w":"b"}}',
      'safetensors index: expected each name once, got "weight_map" twice',
    ],
    ['{"metadata":{}}', 'safetensors index: expected an object with the member weight_map, got none'],
    ['\ufeff{"weight_map":{}}', 'safetensors index: expected a value at character 0 of the index'],
    [
      '{"weight_map":[]}',
      'safetensors index: expected an object with the member weight_map, got [] as weight_map',
    ],
    ['{', 'safetensors index: expected a string at character 1 of the index, got its end'],
    ['{"weight_map":{"w":"a","v":"a"}}', 'safetensors index: expected "v" in a, got none'],
    ['{"weight_map":{}}', undefined],
  ])('%s', async (index, message) => {
    const open = openSharded(index, () => shard)
    if (message === undefined) expect((await open).tensors.size).toBe(0)
    else {
      await expect(open).rejects.toThrow(FormatError)
      await expect(open).rejects.toThrow(message)
    }
  })

  it('says all that the shards have', async () => {
    const both = encodeSafetensors({ w: cpu.ones([2]), v: cpu.ones([1]) })
    await expect(openSharded('{"weight_map":{"w":"a"}}', () => both)).rejects.toThrow(
      'safetensors index: expected a to have what the index says, got "v" too',
    )
  })
})
