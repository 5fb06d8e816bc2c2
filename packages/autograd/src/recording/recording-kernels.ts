import {
  type BinaryKernel,
  type Computed,
  type Interceptor,
  type Kernels,
  type ReduceKernel,
  type ReduceOp,
  type Strided,
  segmentSum,
  type UnaryKernel,
} from '@nn/tensor'
import { binaryRules, whereRule } from '../rules/binary.ts'
import { type Rule, same } from '../rules/formula.ts'
import { squaresRule, standardizeRule } from '../rules/normalization.ts'
import { productRule } from '../rules/products.ts'
import { reduceRules, softmaxRule } from '../rules/reduce.ts'
import { slopeRules, unaryRules } from '../rules/unary.ts'
import type { Saved } from '../tape/memory.ts'
import type { Tape } from '../tape/tape.ts'
import { checkContribution } from './check-contribution.ts'
import { fusedProducts } from './fused-products.ts'
import { recorded } from './recorded.ts'

/** What kernels record on: the tape while there is one. */
export interface Recording {
  readonly inner: Interceptor
  tape: Tape | undefined
}

/** Kernels that compute as the inner ones do, and record; frozen, so that they are read once. */
export function recordingKernels(recording: Recording): Interceptor {
  const { inner } = recording
  const unary = each(inner.unary, (op) => ofOne(recording, inner.unary[op], unaryRules[op]))
  return Object.freeze<Interceptor>({
    name: inner.name,
    unary,
    slope: each(inner.slope, (op) => ofTwo(recording, inner.slope[op], slopeRules[op])),
    test: each(inner.test, (op) => unrecorded(recording, inner.test[op])),
    binary: each(inner.binary, (op) => ofTwo(recording, inner.binary[op], binaryRules[op])),
    compare: each(inner.compare, (op) => unrecordedOfTwo(recording, inner.compare[op])),
    reduce: each(inner.reduce, (op) => reduceOf(recording, op)),
    argReduce: each(inner.argReduce, (op) => unrecorded(recording, inner.argReduce[op])),
    where: whereOf(recording),
    matmul: productOf(recording, 'matmul'),
    orderedMatmul: productOf(recording, 'orderedMatmul'),
    ...fusedProducts(recording, unary),
    take: takeOf(recording),
    softmax: ofOne(recording, inner.softmax, softmaxRule),
    moments: momentsOf(recording),
    standardize: standardizeOf(recording),
    copy: copyOf(recording),
    fill: (out, value) => {
      recording.tape?.overwrite(inner, out)
      inner.fill(out, value)
    },
    note: (computed) => {
      noteOn(recording, computed)
      inner.note?.(computed)
    },
    beneath: inner,
  })
}

function each<K extends string, T>(
  kernels: Readonly<Record<K, unknown>>,
  make: (name: K) => T,
): Readonly<Record<K, T>> {
  return Object.fromEntries(Object.keys(kernels).map((name) => [name, make(name as K)])) as Record<K, T>
}

/** A kernel whose results have no gradient. */
function unrecorded(recording: Recording, kernel: UnaryKernel): UnaryKernel {
  return (x, out) => {
    recording.tape?.overwrite(recording.inner, out)
    kernel(x, out)
  }
}

function unrecordedOfTwo(recording: Recording, kernel: BinaryKernel): BinaryKernel {
  return (a, b, out) => {
    recording.tape?.overwrite(recording.inner, out)
    kernel(a, b, out)
  }
}

/** A kernel of one operand that only its rule tells from others. */
function ofOne(recording: Recording, kernel: UnaryKernel, rule: Rule<'x'>): UnaryKernel {
  const record = recorded(recording.inner, ['x'], rule)
  return (x, out) =>
    record(recording.tape, { operands: [x], out, args: undefined, run: () => kernel(x, out) })
}

/** The same of two. */
function ofTwo(recording: Recording, kernel: BinaryKernel, rule: Rule<'a' | 'b'>): BinaryKernel {
  const record = recorded(recording.inner, ['a', 'b'], rule)
  return (a, b, out) =>
    record(recording.tape, { operands: [a, b], out, args: undefined, run: () => kernel(a, b, out) })
}

function reduceOf(recording: Recording, op: ReduceOp): ReduceKernel {
  const { inner } = recording
  const kernel = inner.reduce[op]
  const record = recorded(inner, ['x'], reduceRules[op])
  return (x, axes, out) => {
    const args = { shape: x.shape, axes }
    record(recording.tape, { operands: [x], out, args, run: () => kernel(x, axes, out) })
  }
}

function whereOf(recording: Recording): Kernels['where'] {
  const { inner } = recording
  const record = recorded(inner, ['condition', 'a', 'b'], whereRule)
  return (condition, a, b, out) => {
    const run = (): void => inner.where(condition, a, b, out)
    record(recording.tape, { operands: [condition, a, b], out, args: undefined, run })
  }
}

function productOf(recording: Recording, name: 'matmul' | 'orderedMatmul'): BinaryKernel {
  const rule = productRule(({ backend }) => backend[name])
  return ofTwo(recording, recording.inner[name], rule)
}

/** Rows are added up where they were taken from. */
function takeOf(recording: Recording): BinaryKernel {
  const { inner } = recording
  return (x, indices, out) => {
    const { tape } = recording
    const place = tape?.place(x)
    if (tape === undefined || place === undefined) tape?.overwrite(inner, out)
    else {
      const kept = tape.keep(indices)
      const count = x.shape[0] ?? 0
      tape.push(inner, out, (g) => tape.give(place, segmentSum(g, tape.kept(kept), count), true))
    }
    inner.take(x, indices, out)
  }
}

function momentsOf(recording: Recording): Kernels['moments'] {
  const { inner } = recording
  const recordMean = recorded(inner, ['x'], reduceRules.mean)
  const recordSquares = recorded(inner, ['x', 'mean'], squaresRule)
  return (x, axes, mean, squares) => {
    const { tape } = recording
    const args = { shape: x.shape, axes }
    recordMean(tape, { operands: [x], out: mean, args, run: () => inner.moments(x, axes, mean, squares) })
    // Written already, into memory that is new.
    const run = (): void => undefined
    recordSquares(tape, { operands: [x, mean], out: squares, args, run })
  }
}

function standardizeOf(recording: Recording): Kernels['standardize'] {
  const { inner } = recording
  const record = recorded(inner, ['x', 'mean', 'factor', 'weight', 'bias'], standardizeRule)
  return (x, mean, factor, weight, bias, out) => {
    const run = (): void => inner.standardize(x, mean, factor, weight, bias, out)
    record(recording.tape, { operands: [x, mean, factor, weight, bias], out, args: undefined, run })
  }
}

/** A copy has the gradient of what it copies; one of integers or booleans has none. */
function copyOf(recording: Recording): UnaryKernel {
  const { copy } = recording.inner
  const [cast, recordedCopy] = [unrecorded(recording, copy), ofOne(recording, copy, { x: same })]
  return (x, out) => (isIntegral(out) ? cast : recordedCopy)(x, out)
}

function isIntegral({ dtype }: Strided): boolean {
  return dtype === 'int32' || dtype === 'bool'
}

/** Records a result of `withGradient`, or a change of a gradient, which has the result's own memory for its input. */
function noteOn({ tape, inner }: Recording, { inputs, out, kept, gradient, isNew }: Computed): void {
  const places = inputs.map((input) => tape?.place(input))
  if (tape === undefined || places.every((place) => place === undefined)) return
  let saved: Saved[] = []
  const pull = (g: Parameters<typeof gradient>[0]): void => {
    const gradients = gradient(g, ...saved.map((value) => tape.kept(value)))
    for (const [i, place] of places.entries()) {
      const contribution = gradients[i]
      if (place === undefined || contribution === undefined) continue
      checkContribution(contribution, place)
      tape.give(place, contribution, isNew)
    }
  }
  const [input] = inputs
  const own = input?.data === out.data ? places[0] : undefined
  if (own === undefined) tape.push(inner, out, pull)
  else tape.pushMap(own, pull)
  // Not before the result is known to the tape, which may be among them.
  saved = kept.map((x) => tape.keep(x))
}
