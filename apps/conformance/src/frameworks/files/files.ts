import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { FormatError, openNpz, openSafetensors, openSharded, type RawTensor, readNpyRaw } from '@nn/io'
import decisions from '../../../../../packages/io/test/fixtures/decisions.json' with { type: 'json' }
import type { Comparison } from '../../golden/compare.ts'
import type { GoodFile, Manifest, OddFile } from './manifest.ts'

/** The tensors of a file by name, each read when asked for. */
type Opened = ReadonlyMap<string, () => Promise<RawTensor>>

/** The names in manifests of what safetensors calls otherwise. */
const NUMPY_NAMES: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  I8: 'int8',
  U8: 'uint8',
  I16: 'int16',
  U16: 'uint16',
  F16: 'float16',
  I32: 'int32',
  U32: 'uint32',
  F32: 'float32',
  I64: 'int64',
  U64: 'uint64',
  F64: 'float64',
  C64: 'complex64',
}

/** One file's comparisons, with its name and what it is. */
export interface FileResult {
  readonly id: string
  readonly op: string
  readonly comparisons: readonly Comparison[]
}

/** Reads every file of a folder of fixtures and compares it with what the real library wrote or answered. */
export async function runManifest({ folder, good, odd }: Manifest): Promise<FileResult[]> {
  const results: FileResult[] = []
  for (const given of good) {
    const comparisons = await compareGood(folder, given)
    results.push({ id: given.file, op: extname(given.file).slice(1), comparisons })
  }
  for (const given of odd) {
    const comparisons = [await compareOdd(folder, given)]
    results.push({ id: given.file, op: `malformed ${extname(given.file).slice(1)}`, comparisons })
  }
  return results
}

async function open(folder: string, file: string): Promise<Opened> {
  const bytes = new Uint8Array(readFileSync(join(folder, file)))
  if (file.endsWith('.npy')) return new Map([['array', () => readNpyRaw(bytes)]])
  if (file.endsWith('.npz')) {
    const archive = await openNpz(bytes)
    return new Map(archive.names.map((name) => [name, () => archive.raw(name)]))
  }
  const archive = await openSafetensors(bytes)
  return new Map([...archive.tensors.keys()].map((name) => [name, () => archive.raw(name)]))
}

function hashOf({ bytes }: RawTensor): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function failed(problem: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem }
}

function passed({ shape }: Pick<RawTensor, 'shape'>): Comparison {
  return { values: shape.reduce((product, length) => product * length, 1), mismatchingBits: 0, ulp: 0 }
}

async function compareGood(folder: string, { file, tensors, refused }: GoodFile): Promise<Comparison[]> {
  try {
    const opened = await open(folder, file)
    if (refused) {
      const answer = await opened.get('array')!().catch((error: unknown) => error)
      return [
        answer instanceof FormatError ? passed({ shape: [0] }) : failed('expected to be refused by name'),
      ]
    }
    const expected = Object.entries(tensors)
    const missing = [...opened.keys()].filter((name) => !Object.hasOwn(tensors, name))
    const comparisons = expected.map(async ([name, { dtype, shape, sha256 }]) => {
      const raw = await opened.get(name)?.()
      if (raw === undefined) return failed(`${name}: not in the file`)
      const fits =
        (raw.dtype === dtype || NUMPY_NAMES[raw.dtype] === dtype) && String(raw.shape) === String(shape)
      if (!fits) return failed(`${name}: expected ${dtype} [${shape}], got ${raw.dtype} [${raw.shape}]`)
      return hashOf(raw) === sha256 ? passed(raw) : failed(`${name}: sha256 differs`)
    })
    const sharded = file.includes('/') ? await compareShards(folder, { file, tensors }) : []
    return [
      ...(await Promise.all(comparisons)),
      ...missing.map((name) => failed(`${name}: not expected`)),
      ...sharded,
    ]
  } catch (error) {
    return [failed(error instanceof Error ? error.message : String(error))]
  }
}

/** The same tensors once more, by the index of the shards. */
async function compareShards(
  folder: string,
  { file, tensors }: Pick<GoodFile, 'file' | 'tensors'>,
): Promise<Comparison[]> {
  const at = join(folder, dirname(file))
  const index = readFileSync(join(at, 'model.safetensors.index.json'))
  const model = await openSharded(index, (shard) => new Uint8Array(readFileSync(join(at, shard))))
  const comparisons = Object.entries(tensors).map(async ([name, { sha256 }]) => {
    const raw = await model.raw(name)
    const fits = model.files.get(name) === basename(file) && hashOf(raw) === sha256
    return fits ? passed(raw) : failed(`${name}: differs by the index`)
  })
  return Promise.all(comparisons)
}

/** What the real library refuses is refused with a clear error; what it takes is the same, or refused as was decided. */
async function compareOdd(folder: string, { file, answer }: OddFile): Promise<Comparison> {
  const problems: string[] = []
  let refusals = 0
  let values = 0
  const refuse = (error: unknown, expected: boolean, what: string): void => {
    refusals++
    if (!(error instanceof FormatError)) problems.push(`${what}: expected a FormatError, got ${error}`)
    else if (!expected && !(file in decisions.refused))
      problems.push(`${what}: refused, and not by decision: ${error.message}`)
  }
  try {
    for (const [name, read] of await open(folder, file)) {
      const expected = answer.tensors[name]
      try {
        const raw = await read()
        values += raw.shape.reduce((product, length) => product * length, 1)
        if (!answer.accepted && !(file in decisions.read)) problems.push(`${name}: expected to be refused`)
        if (expected !== undefined && hashOf(raw) !== expected) problems.push(`${name}: sha256 differs`)
      } catch (error) {
        refuse(error, !answer.accepted || expected === undefined, name)
      }
    }
  } catch (error) {
    refuse(error, !answer.accepted, 'file')
  }
  if (file in decisions.refused && refusals === 0) problems.push('expected to be refused by decision')
  return {
    values,
    mismatchingBits: 0,
    ulp: 0,
    ...(problems.length > 0 ? { problem: problems.join('; ') } : {}),
  }
}
