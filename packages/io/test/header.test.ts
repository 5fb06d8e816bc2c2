import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { FormatError, openSafetensors, openSharded, streamSafetensors } from '../src/index.ts'
import { errorOf, fileOf } from './bytes.ts'

const INFO = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'

describe('white space around the JSON of a header', () => {
  // What JSON calls white space, and so what safetensors 0.8 takes.
  it.each([' ', '\t', '\n', '\r', ' \r\n\t', ' '.repeat(4096)])('%j is padding', async (space) => {
    for (const json of [`${space}{"w":${INFO}}`, `{"w":${INFO}}${space}`, `${space}{}${space}`]) {
      const file = await openSafetensors(fileOf(json, json.includes('w') ? 4 : 0))
      expect([...file.tensors.keys()]).toEqual(json.includes('w') ? ['w'] : [])
    }
    const stream = new Blob([fileOf(`${space}{"w":${INFO}}`, 4).slice()]).stream()
    for await (const [name, tensor] of streamSafetensors(stream, cpu)) {
      expect([name, tensor.toNested()]).toEqual(['w', [0]])
    }
  })

  it.each(['\f', '\v', '\0', '\u00a0', '\u2028', '\ufeff', 'x'])('%j is none', async (other) => {
    for (const json of [`${other}{"w":${INFO}}`, `{"w":${INFO}}${other}`, ` ${other} {"w":${INFO}}`]) {
      await expect(openSafetensors(fileOf(json, 4))).rejects.toThrow(FormatError)
    }
  })

  it('is not all of it', async () => {
    for (const json of ['', '   ', ' [] ', '\n1'] as const) {
      await expect(openSafetensors(fileOf(json))).rejects.toThrow(
        'expected a header that starts with "{", got',
      )
    }
  })
})

describe('a name that stands twice', () => {
  it.each([
    [`{"w":${INFO},"w":${INFO}}`, 'safetensors: expected each name once, got "w" twice'],
    [`{"w":${INFO},"\\u0077":${INFO}}`, 'expected each name once, got "w" twice'],
    [
      `{"__metadata__":{},"__metadata__":{},"w":${INFO}}`,
      'expected each name once, got "__metadata__" twice',
    ],
    [`{"__metadata__":{"a":"1","a":"1"},"w":${INFO}}`, 'safetensors: __metadata__: expected each name once'],
    [
      '{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      'safetensors: "w": expected each name once, got "dtype" twice',
    ],
    ['{"w":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 'got "shape" twice'],
    ['{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"data_offsets":[0,4]}}', '"data_offsets" twice'],
  ])('%s', async (json, message) => {
    const error = await errorOf(() => openSafetensors(fileOf(json, 4)))
    expect(error).toBeInstanceOf(FormatError)
    expect(String(error)).toContain(message)
  })

  it('is nothing among members that mean nothing, as the library reads them', async () => {
    const json = '{"w":{"dtype":"F32","shape":[1],"x":1,"x":{"y":0,"y":0},"data_offsets":[0,4]}}'
    expect((await openSafetensors(fileOf(json, 4))).tensors.get('w')?.shape).toEqual([1])
  })
})

it('bytes that are no UTF-8 are no index', async () => {
  const index = Uint8Array.from(new TextEncoder().encode('{"weight_map":{"w?":"a"}}'), (byte) =>
    byte === '?'.charCodeAt(0) ? 0xff : byte,
  )
  await expect(openSharded(index, () => fileOf('{}'))).rejects.toThrow(
    'safetensors index: expected an index in UTF-8, got other bytes',
  )
})

it('a source has a name in messages', async () => {
  const named = { name: 'here', size: 3, read: async () => undefined }
  await expect(openSafetensors(named)).rejects.toThrow('here: expected at least 8 bytes, got 3')
  const file = new File([fileOf(`{"w":${INFO}}`, 3).slice()], 'cut.safetensors')
  await expect(openSafetensors(file)).rejects.toThrow('cut.safetensors: expected 4 bytes of data, got 3')
})
