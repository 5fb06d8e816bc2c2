import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A tensor of a file that a real library wrote. */
interface Described {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly sha256: string
}

/** A good file: its tensors by name; `refused` if they are of types that no tensor has. */
export interface GoodFile {
  readonly file: string
  readonly tensors: Readonly<Record<string, Described>>
  readonly refused: boolean
}

/** What the real library said to an odd file. */
interface Answer {
  readonly accepted: boolean
  /** Hash of the elements by name; undefined for one that it refused. */
  readonly tensors: Readonly<Record<string, string | undefined>>
}

/** An odd file and its answer. */
export interface OddFile {
  readonly file: string
  readonly answer: Answer
}

/** A folder of fixtures. */
export interface Manifest {
  readonly folder: string
  readonly good: readonly GoodFile[]
  readonly odd: readonly OddFile[]
}

/** Names of tensors are arbitrary, `__proto__` among them. */
type Json = Readonly<Record<string, never>> | undefined

/** The manifests of a folder and of `malformed` in it, or the one manifest; undefined if the path is neither. */
export function readManifests(path: string): Manifest[] | undefined {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  if (!isFolder && !/manifest\.json$/.test(path)) return undefined
  const paths = isFolder
    ? [path, join(path, 'malformed')].map((folder) => join(folder, 'manifest.json'))
    : [path]
  const found = paths.filter((manifest) => existsSync(manifest))
  if (found.length === 0) throw new Error(`${path}: expected a manifest.json, got none`)
  return found.map(readManifest)
}

function readManifest(path: string): Manifest {
  const { library, files = {}, cases = [] } = JSON.parse(readFileSync(path, 'utf8'))
  if (library !== 'safetensors' && library !== 'numpy') {
    throw new Error(`${path}: expected a manifest of safetensors or numpy, got ${library}`)
  }
  const read =
    library === 'safetensors'
      ? { good: goodSafetensors, odd: oddSafetensors }
      : { good: goodNumpy, odd: oddNumpy }
  return {
    folder: dirname(path),
    good: Object.entries(files).map(([file, described]) => ({
      file,
      ...read.good(file, described as never),
    })),
    odd: cases.map((given: { file: string }) => ({ file: given.file, answer: read.odd(given as never) })),
  }
}

function goodSafetensors(_: string, { tensors }: Pick<GoodFile, 'tensors'>): Omit<GoodFile, 'file'> {
  return { tensors, refused: false }
}

interface SafetensorsCase {
  readonly safe_open: { readonly accepted: boolean; readonly tensors?: Json }
  readonly get_tensor?: Json | string
}

function oddSafetensors({ safe_open, get_tensor }: SafetensorsCase): Answer {
  const hashes = typeof get_tensor === 'object' ? get_tensor : {}
  const names = Object.keys(safe_open.tensors ?? {})
  return {
    accepted: safe_open.accepted,
    tensors: Object.fromEntries(names.map((name) => [name, hashes[name]])),
  }
}

interface NumpyArray {
  readonly kind: string
  readonly shape: readonly number[]
  readonly sha256_c_order_little_endian: string
  readonly exotic?: boolean
}

interface NumpyMember extends NumpyArray {
  readonly key: string
  readonly not_an_array?: boolean
}

function goodNumpy(
  file: string,
  given: NumpyArray & { readonly members?: readonly NumpyMember[] },
): Omit<GoodFile, 'file'> {
  const described = ({ kind, shape, sha256_c_order_little_endian: sha256 }: NumpyArray) => ({
    dtype: kind,
    shape,
    sha256,
  })
  if (given.members === undefined) {
    const refused = /^exotic_(?!complex64)/.test(file)
    return { tensors: { array: described(given) }, refused }
  }
  const arrays = given.members.filter(({ not_an_array = false }) => !not_an_array)
  return {
    tensors: Object.fromEntries(arrays.map((member) => [member.key, described(member)])),
    refused: false,
  }
}

interface NumpyAnswer {
  readonly accepted: boolean
  readonly sha256_c_order_little_endian?: string
  readonly members?: Readonly<Record<string, NumpyAnswer>>
}

function oddNumpy({ numpy }: { readonly numpy: NumpyAnswer }): Answer {
  const { accepted, members, sha256_c_order_little_endian: sha256 } = numpy
  if (members === undefined) return { accepted, tensors: accepted ? { array: sha256 } : {} }
  const arrays = Object.entries(members).filter(([name]) => !name.endsWith('/'))
  const hashes = arrays.map(([name, member]) => [
    name,
    member.accepted ? member.sha256_c_order_little_endian : undefined,
  ])
  return { accepted, tensors: Object.fromEntries(hashes) }
}
