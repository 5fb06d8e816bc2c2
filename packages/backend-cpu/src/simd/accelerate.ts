import type { ActivationOp, BinaryKernel, Kernels, ReduceKernel, Strided, UnaryKernel } from '@nn/tensor'
import { transpose } from '../kernels/matrix.ts'
import { planMove } from '../kernels/move.ts'
import { planWalk } from '../kernels/walk.ts'
import { convolveSimd } from './convolve.ts'
import { ask, fromBytes, isZero, map, type Run, select, times, toBytes, wave } from './elementwise.ts'
import type { AskName, Engine, MapName, Product, WaveName } from './engine.ts'
import { type Epilogue, isTooDeep, multiplySimd } from './matmul.ts'
import { type FoldName, fold, momentsOf, wayOf } from './reduce.ts'
import { softmax, softmaxDown, TALLEST } from './softmax.ts'
import { standardize } from './standardize.ts'
import { isTranspose, transposeSimd } from './transpose.ts'

/** From which sizes on the copies into the engine's memory, and its compilation, are worth it. */
export interface Least {
  /** The products of a matrix product. */
  readonly products: number
  /** The elements of any other operation, */
  readonly elements: number
  /** and those that lie at a constant distance. */
  readonly row: number
}

/** What `cpu` goes by; it depends on nothing but sizes and strides, so that the same call always gives the same bits. */
export const USUAL: Least = { products: 16384, elements: 1024, row: 64 }

/** Names of the engine's kernels by the operations of the contract. */
const unaryNames: Partial<Record<keyof Kernels['unary'], MapName>> = /* @__PURE__ */ same([
  ...([
    'neg',
    'abs',
    'sign',
    'floor',
    'ceil',
    'round',
    'trunc',
    'square',
    'sqrt',
    'reciprocal',
    'exp',
  ] as const),
  ...(['expm1', 'log', 'log1p', 'tanh', 'erf', 'relu', 'sigmoid', 'gelu', 'silu', 'softplus'] as const),
])
const binaryNames: Partial<Record<keyof Kernels['binary'], MapName>> = {
  add: 'plus',
  sub: 'minus',
  mul: 'times',
  div: 'over',
  maximum: 'maximum',
  minimum: 'minimum',
}
const compareNames: Partial<Record<keyof Kernels['compare'], AskName>> = /* @__PURE__ */ same([
  ...(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logicalAnd', 'logicalOr', 'logicalXor'] as const),
])
const foldNames: Partial<Record<keyof Kernels['reduce'], FoldName>> = /* @__PURE__ */ same([
  ...(['sum', 'sumSquares', 'max', 'min'] as const),
])

function same<K extends string>(names: readonly K[]): Record<K, K> {
  return Object.fromEntries(names.map((name) => [name, name])) as Record<K, K>
}

/** The kernels with those of float32 replaced by the engine's where it can be had and the sizes are worth it. */
export function accelerate(plain: Kernels, engine: () => Engine | null, least: Least): Kernels {
  const faster = accelerator(engine, least)
  const unaryOf = (kernel: UnaryKernel, name: MapName): UnaryKernel =>
    faster(kernel, map(name), isSingle, isSingle)
  const waveOf = (name: WaveName): UnaryKernel => faster(plain.unary[name], wave(name), isSingle, isSingle)
  const binaryOf = (kernel: BinaryKernel, name: MapName): BinaryKernel =>
    faster(kernel, name === 'times' ? times : map(name), isSingleOrBool, isSingle)
  const compareOf = (kernel: BinaryKernel, name: AskName): BinaryKernel =>
    faster(kernel, ask(name), isSingle, isBool)
  const testOf = (kernel: UnaryKernel, run: Run): UnaryKernel => faster(kernel, run, isSingle, isBool)
  const toBool = testOf(plain.copy, toBytes)
  const fromBool = faster(plain.copy, fromBytes, isBool, isSingle)
  const copy = transposing(plain.copy, engine, least)
  return {
    ...plain,
    unary: {
      ...replace(plain.unary, unaryNames, unaryOf),
      sin: waveOf('sin'),
      cos: waveOf('cos'),
      tan: waveOf('tan'),
    },
    binary: replace(plain.binary, binaryNames, binaryOf),
    compare: replace(plain.compare, compareNames, compareOf),
    test: {
      isNaN: testOf(plain.test.isNaN, ask('isNaN')),
      isFinite: testOf(plain.test.isFinite, ask('isFinite')),
      logicalNot: testOf(plain.test.logicalNot, isZero),
    },
    reduce: replace(plain.reduce, foldNames, (kernel, name) => reduction(kernel, name, engine, least)),
    where: faster(plain.where, select, isSingleOrBool, isSingle),
    copy: (x, out) => (x.dtype === 'bool' ? fromBool : out.dtype === 'bool' ? toBool : copy)(x, out),
    softmax: softmaxOf(plain.softmax, engine, least),
    ...normalisation(plain, engine, least),
    ...products(plain, engine, least.products),
  }
}

/** A record of kernels of which those that have a name among the engine's are replaced. */
function replace<K extends string, T, N>(
  kernels: Readonly<Record<K, T>>,
  names: Partial<Record<K, N>>,
  make: (kernel: T, name: N) => T,
): Readonly<Record<K, T>> {
  const replaced = Object.entries(names).map(([op, name]) => [op, make(kernels[op as K], name as N)])
  return { ...kernels, ...Object.fromEntries(replaced) }
}

const isSingle = (x: Strided): boolean => x.dtype === 'float32'
const isBool = (x: Strided): boolean => x.dtype === 'bool'
const isSingleOrBool = (x: Strided): boolean => isSingle(x) || isBool(x)

function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

type AnyKernel = (...operands: Strided[]) => void

/** What turns a kernel into one that takes the engine for operands and results of the right dtypes, if they are worth it. */
function accelerator(engine: () => Engine | null, { elements, row }: Least) {
  return <T extends AnyKernel>(
    plain: T,
    run: Run,
    takes: (operand: Strided) => boolean,
    gives: (out: Strided) => boolean,
  ): T => {
    const kernel: AnyKernel = (...all) => {
      const out = all.at(-1)!
      if (sizeOf(out.shape) >= elements && gives(out)) {
        const operands = all.slice(0, -1)
        if (operands.every(takes)) {
          const walk = planWalk(all)
          const chosen = walk.count >= row ? engine() : null
          if (chosen !== null) {
            run(chosen, walk, operands, out)
            return
          }
        }
      }
      plain(...all)
    }
    return kernel as T
  }
}

function reduction(
  plain: ReduceKernel,
  name: FoldName,
  engine: () => Engine | null,
  { elements, row }: Least,
): ReduceKernel {
  return (x, axes, out) => {
    if (isSingle(x) && sizeOf(x.shape) >= elements) {
      const kept = x.shape.length - axes
      const outer = planWalk([x, out], 0, kept)
      const inner = planWalk([x], kept)
      const way = wayOf(outer, inner, row)
      const chosen = way === undefined ? null : engine()
      if (chosen !== null) {
        fold(chosen.blocks(), name, way, x, outer, inner, out)
        return
      }
    }
    plain(x, axes, out)
  }
}

/** A copy that takes the engine to transpose large matrices. */
function transposing(plain: UnaryKernel, engine: () => Engine | null, { elements, row }: Least): UnaryKernel {
  return (x, out) => {
    if (out.data.length >= 16 * elements && isSingle(x) && isSingle(out)) {
      const plan = planMove(x, out)
      const chosen = isTranspose(plan, row / 2, 16 * elements) ? engine() : null
      if (chosen !== null) {
        transposeSimd(chosen.blocks(), x, out, plan)
        return
      }
    }
    plain(x, out)
  }
}

function normalisation(
  plain: Kernels,
  engine: () => Engine | null,
  { elements, row }: Least,
): Pick<Kernels, 'moments' | 'standardize'> {
  const pays = (x: Strided): boolean => isSingle(x) && sizeOf(x.shape) >= elements
  return {
    moments: (x, axes, mean, squares) => {
      if (pays(x)) {
        const kept = x.shape.length - axes
        const outer = planWalk([x, mean, squares], 0, kept)
        const inner = planWalk([x], kept)
        const way = wayOf(outer, inner, row)
        const chosen = way === undefined ? null : engine()
        if (chosen !== null) {
          momentsOf(chosen.blocks(), way, x, outer, inner, mean, squares)
          return
        }
      }
      plain.moments(x, axes, mean, squares)
    },
    standardize: (...operands) => {
      const chosen = pays(operands[0]) ? engine() : null
      if (chosen === null) plain.standardize(...operands)
      else standardize(chosen.blocks(), planWalk(operands), operands)
    },
  }
}

function softmaxOf(plain: UnaryKernel, engine: () => Engine | null, { elements, row }: Least): UnaryKernel {
  return (x, out) => {
    const last = x.shape.length - 1
    const size = sizeOf(x.shape)
    const count = x.shape[last]!
    const isLong = count >= row && out.strides[last] === 1
    const pays = isLong || (count <= TALLEST && size >= 8 * count)
    const chosen = pays && isSingle(x) && size >= elements ? engine() : null
    if (chosen === null) plain(x, out)
    else if (isLong) softmax(chosen, x, out)
    else softmaxDown(chosen, x, out)
  }
}

function products(
  plain: Kernels,
  engine: () => Engine | null,
  least: number,
): Pick<Kernels, 'matmul' | 'orderedMatmul' | 'linear' | 'convolve'> {
  const choose = (k: number, { dtype, shape }: Strided, isOrdered = false): Product | undefined => {
    const size = k * sizeOf(shape)
    if (size === 0 || size < least || (dtype !== 'float32' && dtype !== 'float64')) return undefined
    const chosen = engine()
    const product = isOrdered && dtype === 'float32' ? chosen?.ordered() : chosen?.[dtype]
    return product === undefined || isTooDeep(product, k) ? undefined : product
  }
  return {
    matmul: (a, b, out) => {
      const product = choose(a.shape.at(-1)!, out)
      if (product === undefined) plain.matmul(a, b, out)
      else multiplySimd(product, a, b, out)
    },
    orderedMatmul: (a, b, out) => {
      const product = choose(a.shape.at(-1)!, out, true)
      if (product === undefined) plain.orderedMatmul(a, b, out)
      else multiplySimd(product, a, b, out)
    },
    linear: (x, weight, bias, activation, out) => {
      const product = choose(x.shape[1]!, out)
      if (product === undefined) {
        plain.linear(x, weight, bias, activation, out)
        return
      }
      const [epilogue, left] = epilogueOf(product, bias, activation)
      multiplySimd(product, x, transpose(weight), out, epilogue)
      if (left !== undefined) plain.unary[left](out, out)
    },
    convolve: (x, weight, bias, activation, windows, out) => {
      const product = choose(sizeOf(weight.shape.slice(1)), out)
      const [epilogue, left] = product === undefined ? [] : epilogueOf(product, bias, activation)
      if (product === undefined || !convolveSimd(product, x, weight, windows, out, epilogue!)) {
        plain.convolve(x, weight, bias, activation, windows, out)
      } else if (left !== undefined) plain.unary[left](out, out)
    },
  }
}

/** What a product does to its sums, and what is left to do with the result. */
function epilogueOf(
  { maps }: Product,
  bias: Strided | undefined,
  activation: ActivationOp | undefined,
): [Epilogue, ActivationOp | undefined] {
  if (activation === undefined || activation === 'relu')
    return [{ bias, rectified: activation === 'relu' }, undefined]
  const activate = maps?.[activation]
  return [{ bias, activate }, activate === undefined ? activation : undefined]
}
