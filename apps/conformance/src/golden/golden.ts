import { readFileSync } from 'node:fs'
import type { ForwardCase } from '../frameworks/forward/tensor.ts'
import type { GradientCase } from '../frameworks/gradients/gradient-case.ts'
import type { TrainingCase } from '../frameworks/training/training-case.ts'
import type { GoldenModel } from './model.ts'

/** The values that a framework gave: all of them, or the first and last ones and the hash of all. */
export interface Expected {
  readonly name?: string
  readonly shape: readonly number[]
  readonly dtype: string
  /** Every bit must match; otherwise one of the tolerances holds. */
  readonly exact: boolean
  /** IEEE-754 bit patterns in hexadecimal, in row-major logical order. */
  readonly values_hex?: readonly string[]
  /** Integers and booleans; a string of digits outside ±2⁵³. */
  readonly values_int?: readonly Int[]
  readonly n?: number
  readonly head_hex?: readonly string[]
  readonly tail_hex?: readonly string[]
  readonly head_int?: readonly Int[]
  readonly tail_int?: readonly Int[]
  /** Of all elements' little-endian bytes. */
  readonly sha256?: string
  /** Distance in units of the last place of the dtype. */
  readonly tolerance_ulp?: number
  readonly tolerance_abs?: number
  readonly stats?: Readonly<Record<'mean' | 'std' | 'min' | 'max', number>>
}

export type Int = number | string | boolean

/** Arguments by their names in Python. */
export type Args = Readonly<Record<string, unknown>>

interface CaseHead {
  readonly id: string
  readonly op: string
  /** Keras: the backend that ran. */
  readonly backend?: string
  readonly args: Args
  /** As the framework takes it; null where the op draws nothing or its seed is in `args`. */
  readonly seed: unknown
  readonly layout?: string
  readonly exact: boolean
  readonly note?: string
  /** The Python that ran, where a case is a program. */
  readonly code?: string
  /** Several results instead of one. */
  readonly tensors?: readonly Expected[]
}

/** One op that ran in a framework. */
export type GoldenCase = CaseHead & Partial<Expected>

/** Input and output of an engine or function, from its publication; the members differ by engine. */
export interface Vector {
  readonly id: string
  readonly [member: string]: unknown
}

/** A file of one of the kinds. */
export interface GoldenFile {
  readonly framework: string
  readonly cases: readonly GoldenCase[] | undefined
  readonly vectors: readonly Vector[] | undefined
  /** Calls of layers, with weights, inputs and results. */
  readonly forward?: readonly ForwardCase[] | undefined
  /** Layers and programs of operations, with gradients. */
  readonly gradients?: readonly GradientCase[] | undefined
  /** Optimizers, schedules, clipping and curves of PyTorch. */
  readonly training?: readonly TrainingCase[] | undefined
  /** Whole models, of any framework. */
  readonly models?: readonly GoldenModel[] | undefined
}

const TOKEN = /"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g

/** JSON whose integers outside ±2⁵³ become strings of digits: Python writes them as they are. */
function parse(text: string): unknown {
  const exact = text.replace(TOKEN, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  )
  return JSON.parse(exact)
}

/**
 * Reads a file of the golden format: `framework` and `cases`, which are ops or calls of layers, `vectors`, or `models`.
 *
 * @throws Error if it cannot be read, is not JSON, or is of neither kind.
 */
export function readGolden(path: string): GoldenFile {
  const { framework, cases, vectors, models } = parse(readFileSync(path, 'utf8')) as Partial<GoldenFile>
  if (Array.isArray(vectors)) return { framework: 'kat', cases: undefined, vectors }
  // Models of transformers alone say nothing of their framework: it is PyTorch.
  if (Array.isArray(models)) {
    const named = models.map((model: GoldenModel) => ({ ...model, framework: model.framework ?? 'torch' }))
    return { framework: 'models', cases: undefined, vectors: undefined, models: named }
  }
  if (typeof framework !== 'string' || !Array.isArray(cases))
    throw new Error(`${path}: expected the members framework and cases, or vectors, or models`)
  if (cases.length > 0 && cases.every(isGradientCase))
    return { framework, cases: undefined, vectors: undefined, gradients: cases }
  if (cases.length > 0 && cases.every(isTrainingCase))
    return { framework, cases: undefined, vectors: undefined, training: cases }
  if (cases.length > 0 && cases.every((golden) => typeof golden.layer === 'string'))
    return { framework, cases: undefined, vectors: undefined, forward: cases }
  return { framework, cases, vectors: undefined }
}

const TRAINING_KINDS: Readonly<Record<TrainingCase['kind'], true>> = {
  optimizer: true,
  schedule: true,
  clip: true,
  curve: true,
  equal_units: true,
  frozen: true,
  permuted: true,
  shared: true,
  none_or_zeros: true,
}

/** Whether a case of a file is one of training. */
function isTrainingCase(golden: object): golden is TrainingCase {
  const { kind }: { readonly kind?: unknown } = golden
  return typeof kind === 'string' && Object.hasOwn(TRAINING_KINDS, kind)
}

/** Whether a case of a file asks for gradients, with a tolerance for each tensor. */
function isGradientCase(golden: object): golden is GradientCase {
  const { program, outputs }: { readonly program?: unknown; readonly outputs?: unknown } = golden
  const first: unknown = Array.isArray(outputs) ? outputs[0] : undefined
  return program !== undefined || Object.hasOwn(Object(first), 'tolerance_abs')
}

/** The results that a case expects, one or several. */
export function expectedOf(golden: GoldenCase): readonly Expected[] {
  return golden.tensors ?? [golden as Expected]
}
