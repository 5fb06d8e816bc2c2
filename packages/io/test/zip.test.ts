import { cpu } from '@nn/backend-cpu'
import { expect, it } from 'vitest'
import { concatenate, totalLength } from '../src/bytes/chunks.ts'
import { encodeNpy, FormatError, openNpz } from '../src/index.ts'
import { crc32 } from '../src/npz/crc32.ts'
import {
  DIRECTORY_ENTRY,
  END_RECORD,
  END_SIGNATURE,
  ENTRY_SIGNATURE,
  encodeRecord,
  LOCAL_HEADER,
  LOCAL_SIGNATURE,
} from '../src/npz/zip-records.ts'

/** A member as the directory tells of it, and bytes of an extra field of its local header alone. */
interface Member {
  readonly name: string
  readonly offset: number
  readonly data: Uint8Array
  readonly extra?: number
}

function localOf({ name, data, extra = 0 }: Member): Uint8Array {
  const values = { ...facts(name, data), signature: LOCAL_SIGNATURE, extraLength: extra }
  const rest = new TextEncoder().encode(name + ' '.repeat(extra))
  return encodeRecord(LOCAL_HEADER, values, rest)
}

function facts(name: string, data: Uint8Array) {
  const [compressed, size, nameLength] = [data.length, data.length, name.length]
  return { version: 20, crc: crc32(data), compressed, size, nameLength }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return concatenate(parts, totalLength(parts))
}

/** An archive of bytes and of a directory that tells of members in them. */
function archiveOf(body: Uint8Array, members: readonly Member[]): Uint8Array {
  const directory = members.map(({ name, offset, data }) => {
    const values = { ...facts(name, data), signature: ENTRY_SIGNATURE, offset }
    return encodeRecord(DIRECTORY_ENTRY, values, new TextEncoder().encode(name))
  })
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const [count, offset] = [members.length, body.length]
  const end = encodeRecord(END_RECORD, { signature: END_SIGNATURE, countHere: count, count, size, offset })
  return join([body, ...directory, end])
}

const npy = encodeNpy(cpu.ones([2]))

it('members that hold each other are refused on opening, before anything is inflated', async () => {
  // One kernel of data, of which each member quotes the headers of all that come after it (Fifield, 2019).
  const names = ['a.npy', 'b.npy', 'c.npy']
  let body: Uint8Array = npy
  const members: Member[] = []
  for (const name of names) {
    members.unshift({ name, offset: 0, data: body })
    body = join([localOf({ name, offset: 0, data: body }), body])
  }
  const offsets = members.map((_, i) => i * (30 + 5))
  const placed = members.map((member, i) => ({ ...member, offset: offsets[i] ?? 0 }))
  const error = await openNpz(archiveOf(body, placed)).catch((error) => error)
  expect(error).toBeInstanceOf(FormatError)
  expect(error.message).toMatch(/^npz: "\w\.npy": expected a member that ends before \d+, got .*overlap$/)
})

it('members that reach into the next by a field of their local header alone are refused', async () => {
  const a: Member = { name: 'a.npy', offset: 0, data: npy, extra: 60 }
  const header = localOf(a)
  // The directory knows no extra field: of 30 + 5 + 136 bytes all seems well, and the data lies 60 bytes later.
  const b: Member = { name: 'b.npy', offset: 30 + 5 + npy.length, data: npy }
  const body = join([header, new Uint8Array(npy.length - 60), localOf(b), npy])
  const archive = await openNpz(archiveOf(body, [a, b]))
  expect((await archive.tensor('b', cpu)).toNested()).toEqual([1, 1])
  await expect(archive.tensor('a', cpu)).rejects.toThrow(
    'npz: "a": expected a member that ends before 171, got 136 bytes at 95; members must not overlap',
  )
})

it('members in another order, and bytes of none between them, are read', async () => {
  const a: Member = { name: 'a.npy', offset: 10, data: npy }
  const b: Member = { name: 'b.npy', offset: 10 + 35 + npy.length + 7, data: npy }
  const body = join([new Uint8Array(10), localOf(a), npy, new Uint8Array(7), localOf(b), npy])
  for (const members of [
    [a, b],
    [b, a],
  ]) {
    const archive = await openNpz(archiveOf(body, members))
    expect(archive.names).toEqual(members.map(({ name }) => name.slice(0, 1)))
    for (const name of archive.names) expect((await archive.tensor(name, cpu)).toNested()).toEqual([1, 1])
  }
})

it('an archive of 65 535 members has no ZIP64 record, as Python writes it', async () => {
  const parts: Uint8Array[] = []
  const members: Member[] = []
  const data = encodeNpy(cpu.zeros([0]))
  let offset = 0
  for (let i = 0; i < 0xffff; i++) {
    const member = { name: `${i}.npy`, offset, data }
    members.push(member)
    parts.push(localOf(member), data)
    offset += 30 + member.name.length + data.length
  }
  const archive = await openNpz(archiveOf(join(parts), members))
  expect(archive.names.length).toBe(0xffff)
  expect((await archive.tensor('65534', cpu)).shape).toEqual([0])
})
