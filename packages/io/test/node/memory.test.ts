import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpu } from '@nn/backend-cpu'
import { afterAll, describe, expect, it } from 'vitest'
import { FormatError, openSafetensors, streamSafetensors } from '../../src/index.ts'
import { fileOf } from '../bytes.ts'
import { bundled, output, start } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'nn-io-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('headers and indices of 2 MB are read in 40 MB, whatever they hold', async () => {
  const program = await bundled(
    folder,
    `
    import { openSafetensors, openSharded } from '../../src/index.ts'
    const BYTES = 2e6
    const many = (item) => {
      const items = []
      for (let i = 0, length = 0; length < BYTES; i++) length += items.push(item(i)) && items.at(-1).length + 1
      return items.join(',')
    }
    const EMPTY = '"dtype":"U8","shape":[0],"data_offsets":[0,0]'
    const headers = [
      () => '{' + many((i) => '"t' + i + '":{' + EMPTY + '}') + '}',
      () => '{"__metadata__":{' + many((i) => '"' + i.toString(36) + '":""') + '}}',
      () => '{"t":{"dtype":"U8","shape":[' + many(() => '0') + '],"data_offsets":[0,0]}}',
      () => '{"t":{"dtype":"U8","shape":[0],"data_offsets":[' + many(() => '0') + ']}}',
      () => '{"t":{' + EMPTY + ',"x":[' + many(() => '[]') + ']}}',
      () => '{"t":{' + EMPTY + ',"x":{' + many(() => '"":{}') + '}}}',
      () => '{"t":{' + EMPTY + ',' + many((i) => '"' + i.toString(36) + '":0') + '}}',
      () => '{"t":[' + many(() => '[]') + ']}',
      () => '[' + many(() => '0') + ']',
      () => '{"' + 'n'.repeat(BYTES) + '":{' + EMPTY + '}}',
      () => ' '.repeat(BYTES) + '{}',
    ]
    const answers = []
    for (const header of headers) {
      const json = new TextEncoder().encode(header())
      const file = new Uint8Array(8 + json.length)
      new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
      file.set(json, 8)
      answers.push(await openSafetensors(file).then(() => 'read', (error) => error.name))
    }
    const index = '{"metadata":[' + many(() => '[]') + '],"weight_map":{' + many((i) => '"' + i.toString(36) + '":1') + '}}'
    answers.push(await openSharded(index, () => new Uint8Array()).catch((error) => error.name))
    console.log(answers.join(' '))
  `,
  )
  const answers = await output(start(program, [], ['--max-old-space-size=40']))
  expect(answers.trim().split(' ')).toEqual([
    ...['read', 'read', 'read', 'FormatError', 'read', 'read', 'read', 'FormatError', 'FormatError'],
    ...['read', 'read', 'FormatError'],
  ])
})

describe('what is claimed is not allocated', () => {
  const huge = fileOf('{"w":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}', 8)
  const tall = fileOf('{}', 8)
  new DataView(tall.buffer).setBigUint64(0, 99_999_999n, true)
  const cases = [
    ['tensors', huge],
    ['headers', tall],
  ] as const

  it.each(cases)('by %s of files and streams', async (_, file) => {
    const before = process.memoryUsage().arrayBuffers
    await expect(openSafetensors(file)).rejects.toThrow(FormatError)
    const stream = streamSafetensors(new Blob([file as Uint8Array<ArrayBuffer>]).stream(), cpu)
    await expect(stream.next()).rejects.toThrow('was it cut off?')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 22)
  })
})
