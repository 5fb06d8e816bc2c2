import { createHash } from 'node:crypto'
import type { Comparison } from './compare.ts'
import { bytesOf, decode, patterns } from './encode.ts'
import type { Values } from './framework.ts'
import type { GoldenModel, GoldenTensor, ModelTensor, RunModel } from './model.ts'

/**
 * How far values of a QR decomposition may be from the framework's: LAPACK's float32 rounds at every step, in an order that depends on its
 * build.
 */
const QR_BOUND = 2e-6

/** Compares a model that ran with what its file says: tensors, in order, and what the generator gives next. */
export function compareModel(golden: GoldenModel, run: RunModel): Comparison[] {
  const isQr = (name: string): boolean => golden.orthogonal?.some((part) => name.includes(part)) ?? false
  const comparisons = [
    ...compareTensors('parameter', golden.parameters, run.parameters, isQr),
    ...(golden.buffers === undefined
      ? []
      : compareTensors('buffer', golden.buffers, run.buffers ?? [], isQr)),
  ]
  const tied = differing('tied', golden.tied, run.tied)
  const after = differing('after', golden.after, run.after)
  return [...comparisons, ...tied, ...after]
}

function compareTensors(
  what: string,
  expected: readonly GoldenTensor[],
  got: readonly ModelTensor[],
  isQr: (name: string) => boolean,
): Comparison[] {
  const names = [expected, got].map((tensors) => tensors.map(({ name }) => name).join(', '))
  if (names[0] !== names[1]) return [problem(`expected the ${what}s ${names[0]}, got ${names[1]}`)]
  return expected.map((tensor, i) => compareTensor(tensor, got[i] as ModelTensor, isQr(tensor.name)))
}

function compareTensor(expected: GoldenTensor, got: ModelTensor, isQr: boolean): Comparison {
  const { name } = expected
  for (const key of ['shape', 'dtype', 'trainable'] as const) {
    const [is, due] = [String(got[key] ?? true), String(expected[key] ?? true)]
    if (is !== due) return problem(`${name}: expected ${key} ${due}, got ${is}`)
  }
  const count = expected.shape.reduce((product, length) => product * length, 1)
  if (got.values.length !== count)
    return problem(`${name}: expected ${count} values, got ${got.values.length}`)
  return compareBits(expected, got.values, isQr)
}

function compareBits({ name, dtype, sha256, head }: GoldenTensor, values: Values, isQr: boolean): Comparison {
  const words = patterns(firstOf(values), dtype)
  const due = head.map((word) => BigInt(`0x${word}`))
  const count = values.length
  if (isQr) {
    const far = words.findIndex(
      (word, i) => !(Math.abs(decode(word, dtype) - decode(due[i] ?? 0n, dtype)) <= QR_BOUND),
    )
    if (far >= 0) return problem(`${name}: value ${far} is further than ${QR_BOUND} from the framework's`)
    return { values: words.length, mismatchingBits: 0, ulp: 0 }
  }
  if (hashOf(values, dtype) === sha256) return { values: count, mismatchingBits: 0, ulp: 0 }
  const wrong = words.findIndex((word, i) => word !== due[i])
  const where =
    wrong < 0
      ? 'beyond its first values'
      : `at value ${wrong}: ${words[wrong]?.toString(16)} instead of ${head[wrong]}`
  return problem(`${name}: other bits ${where}`)
}

/** The first four values, as an array of the same type. */
function firstOf(values: Values): Values {
  return ArrayBuffer.isView(values)
    ? (values as Float32Array).subarray(0, 4)
    : Array.from(values as number[]).slice(0, 4)
}

function hashOf(values: Values, dtype: string): string {
  const isOwn =
    (dtype === 'float32' && values instanceof Float32Array) ||
    (dtype === 'float64' && values instanceof Float64Array)
  const bytes = isOwn
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : bytesOf(patterns(values, dtype), dtype)
  return createHash('sha256').update(bytes).digest('hex')
}

function differing(what: string, expected: unknown, got: unknown): Comparison[] {
  if (expected === undefined) return []
  const [due, is] = [JSON.stringify(expected), JSON.stringify(got)]
  return due === is ? [] : [problem(`${what}: expected ${due}, got ${is}`)]
}

function problem(text: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem: text }
}
