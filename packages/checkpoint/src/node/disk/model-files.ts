import type { Stats } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isPlain, message, show, wrongValue } from '@nn/check'
import { INDEX_NAME } from './layout.ts'

/** The files of a model. */
export interface ModelFiles {
  readonly files: readonly string[]
  /** The tensors that its index names; undefined where there is no index. */
  readonly named: readonly string[] | undefined
}

/**
 * The files of a model: one, those that an index names, or in a folder without either all that there are.
 *
 * @throws RangeError if there is none, or an index that is torn or names paths; Error with the system's code.
 */
export async function filesAt(where: string, path: string): Promise<ModelFiles> {
  if ((await statusOf(where, path)).isDirectory()) {
    const names = (await readdir(path)).filter((name) => /\.safetensors(\.index\.json)?$/.test(name)).sort()
    const main = [INDEX_NAME, 'model.safetensors'].find((known) => names.includes(known))
    if (main !== undefined) return filesAt(where, join(path, main))
    const files = names.filter((name) => !name.endsWith('.json'))
    if (files.length === 0) throw new RangeError(message(where, `a safetensors file in ${path}`, 'none'))
    return { files: files.map((name) => join(path, name)), named: undefined }
  }
  if (!path.endsWith('.json')) return { files: [path], named: undefined }
  const map = await weightMapOf(where, path)
  const files = [...new Set(map.values())].map((name) => {
    if (typeof name === 'string' && name === basename(name)) return join(dirname(path), name)
    throw wrongValue(where, 'names of files in the index', name)
  })
  return { files, named: [...map.keys()] }
}

/** What there is at a path. @throws Error with the system's code if nothing that can be read */
export async function statusOf(where: string, path: string): Promise<Stats> {
  try {
    return await stat(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const error = new Error(message(where, 'a file or folder of a model', `${show(path)} (${code})`), {
      cause,
    })
    throw Object.assign(error, { code })
  }
}

/** @throws RangeError if the index of a model names a tensor that its files do not have. */
export function checkNames(
  where: string,
  path: string,
  named: readonly string[] | undefined,
  found: readonly string[],
): void {
  const there = new Set(found)
  const missing = named?.find((name) => !there.has(name))
  if (missing === undefined) return
  throw new RangeError(
    message(where, `all tensors of the index in the files of ${path}`, `no ${show(missing)}`),
  )
}

async function weightMapOf(where: string, path: string): Promise<Map<string, unknown>> {
  const index = parsed(await readFile(path, 'utf8'))
  const map = isPlain(index) && 'weight_map' in index ? index.weight_map : undefined
  if (isPlain(map)) return new Map(Object.entries(map))
  const got = index === undefined ? 'no JSON; is it torn?' : 'none'
  throw new RangeError(message(where, `an index with weight_map in ${path}`, got))
}

/** The value of a JSON text; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
