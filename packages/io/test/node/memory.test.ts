import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundled, output, start } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'nn-io-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('headers and indices of 4 MB are read in 64 MB, whatever they hold', async () => {
  const program = await bundled(
    folder,
    `
    import { openSafetensors, openSharded } from '../../src/index.ts'
    const BYTES = 4e6
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
  const answers = await output(start(program, [], ['--max-old-space-size=64']))
  expect(answers.trim().split(' ')).toEqual([
    ...['read', 'read', 'read', 'FormatError', 'read', 'read', 'read', 'FormatError', 'FormatError'],
    ...['read', 'read', 'FormatError'],
  ])
})
