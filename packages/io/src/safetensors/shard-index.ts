import { show, wrongKind } from '@nn/check'
import { type FormatError, malformed } from '../errors/format-error.ts'
import type { Scanner } from '../text/scanner.ts'
import { readJson, readMembers, readString, skipValue } from '../text/strict-json.ts'
import { decodeUtf8 } from '../text/utf8.ts'

/** Names which save a shard or an index belongs to, in `__metadata__` of the one and `metadata` of the other. */
export const SAVE = 'nn.save'

/** What an index says. */
export interface ShardIndex {
  /** The file of each tensor. */
  readonly files: ReadonlyMap<string, string>
  /** The save that it belongs to, if it names one. */
  readonly save: string | undefined
}

/** Reads an index, from its bytes or its text. @throws FormatError if it is none, or names paths */
export function readIndex(where: string, index: string | Uint8Array): ShardIndex {
  const text = textOf(where, index)
  // One string for each file, and not for each tensor.
  const names = new Map<string, string>()
  const fileOf = (json: Scanner, name: string): string => {
    const wrong = (got: string): FormatError =>
      malformed(where, `the name of a file, no path, for ${show(name)}`, got)
    const file = readString(json, wrong)
    if (!/^[^/\\:\0]+$/.test(file) || /^\.+$/.test(file)) throw wrong(show(file))
    names.set(file, names.get(file) ?? file)
    return names.get(file) ?? file
  }
  const noMap = (got: string): FormatError => malformed(where, 'an object with the member weight_map', got)
  let save: string | undefined
  const members = readJson(where, 'the index', text, (json) =>
    readMembers(
      json,
      where,
      (member) => {
        if (member === 'weight_map') {
          return readMembers(
            json,
            where,
            (name) => fileOf(json, name),
            (got) => noMap(`${got} as weight_map`),
          )
        }
        if (member === 'metadata' && json.peek('{')) save = saveIn(json, where)
        else skipValue(json)
        return undefined
      },
      noMap,
    ),
  )
  const files = members.get('weight_map')
  if (files === undefined) throw noMap('none')
  return { files, save }
}

/** The save that the metadata of an index names. */
function saveIn(json: Scanner, where: string): string | undefined {
  const member = (name: string): string | undefined =>
    name === SAVE && json.peek('"') ? readString(json, noString) : void skipValue(json)
  const noString = (got: string): FormatError => malformed(where, 'a string', got)
  return readMembers(json, where, member, noString).get(SAVE)
}

function textOf(where: string, index: string | Uint8Array): string {
  if (typeof index === 'string') return index
  if (index instanceof Uint8Array) return decodeUtf8(where, 'an index', index)
  throw wrongKind('openSharded', 'the bytes or the text of an index', index)
}
