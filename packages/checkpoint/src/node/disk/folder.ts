import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { message, wrongValue } from '@nn/check'
import { codeOf, onPath, systemError } from '@nn/files'
import { CONFIG_NAME, type FileLayout, INDEX_NAME, type Layout } from './layout.ts'

/** What a folder has of a checkpoint. */
export interface FolderState {
  /** Files that are there and whole. */
  readonly whole: ReadonlySet<string>
  readonly hasConfig: boolean
  readonly hasIndex: boolean
}

/**
 * Looks at what is there: whole files of this checkpoint, or none of it.
 *
 * @throws RangeError if there is anything of another checkpoint, or an index that is torn: it is named, and nothing is touched.
 */
export async function lookAt(where: string, folder: string, layout: Layout): Promise<FolderState> {
  const names = await filesIn(folder)
  const planned = new Map(layout.files.map((file) => [file.name, file]))
  const foreign = names.find((name) => /\.(safetensors|bin|pt)$/.test(name) && !planned.has(name))
  if (foreign !== undefined) throw foreignError(where, folder, foreign)
  const whole = new Set<string>()
  for (const name of names) {
    const file = planned.get(name)
    if (file !== undefined && (await isWhole(where, folder, file))) whole.add(name)
  }
  const hasIndex = await isText(where, folder, INDEX_NAME, names, layout.index)
  const hasConfig = await isText(where, folder, CONFIG_NAME, names, layout.config)
  return { whole, hasConfig, hasIndex }
}

/** Names in a folder; none where it does not exist. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return []
    if (code === undefined) throw error
    if (code !== 'ENOTDIR') throw systemError('checkpoint', 'a folder that can be read,', folder, code, error)
    throw new RangeError(message('checkpoint', 'a folder', `the file ${folder}`))
  }
}

function foreignError(where: string, folder: string, name: string): RangeError {
  const cure = 'take an empty folder, or move it away'
  return wrongValue(where, `${folder} to hold this checkpoint alone`, name, cure)
}

/** Whether a file of this checkpoint has all its bytes; one of another is an error. */
async function isWhole(where: string, folder: string, file: FileLayout): Promise<boolean> {
  const path = join(folder, file.name)
  const { size, header } = await onPath(where, 'a file that can be read,', path, () =>
    beginningOf(path, file.header.length),
  )
  const same = header.equals(file.header.subarray(0, header.length))
  if (same) return header.length === file.header.length && size === file.size
  const cure = 'its config, recipe, seed, dtype or shard size is another; take an empty folder'
  throw wrongValue(where, `${folder} to hold this checkpoint alone`, file.name, cure)
}

/** The first `length` bytes of a file, fewer where it is shorter. */
async function beginningOf(path: string, length: number): Promise<{ size: number; header: Buffer }> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const header = Buffer.alloc(length)
    const { bytesRead } = await handle.read(header, 0, length, 0)
    return { size, header: header.subarray(0, bytesRead) }
  } finally {
    await handle.close()
  }
}

/** Whether a text file is there; one that says something else is an error. */
async function isText(
  where: string,
  folder: string,
  name: string,
  names: readonly string[],
  expected: string | undefined,
): Promise<boolean> {
  if (!names.includes(name)) return false
  const path = join(folder, name)
  const text = await onPath(where, 'a file that can be read,', path, () => readFile(path, 'utf8'))
  if (expected !== undefined && sameJson(text, expected)) return true
  const isJson = canonical(text) !== undefined
  const got = isJson ? 'another one' : 'a torn one'
  throw new RangeError(message(where, `${name} of this checkpoint in ${folder}`, got, 'move it away'))
}

function sameJson(one: string, other: string): boolean {
  const text = canonical(one)
  return text !== undefined && text === canonical(other)
}

/** JSON with sorted names; undefined of what is no JSON. */
function canonical(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text)))
  } catch {
    return undefined
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]))
}
