import type { BinaryKernel, CompareOp, Kernels, SlopeOp, Strided, UnaryKernel, UnaryOp } from '@nn/tensor'
import { planWalk } from '../kernels/walk.ts'
import { normalisation, reduction, softmaxOf, transposing } from './accelerate-blocks.ts'
import { products } from './accelerate-products.ts'
import {
  ask,
  fromBytes,
  isWave,
  isZero,
  map,
  type Run,
  select,
  times,
  toBytes,
  together,
  wave,
} from './elementwise/elementwise.ts'
import type { Engine } from './engine/engine.ts'
import { COSTLY, isBool, isSingle, isSingleOrBool, type Least, sizeOf } from './engine/least.ts'

/** What the engine calls the operations that have another name there. */
const binaryNames = {
  add: 'plus',
  sub: 'minus',
  mul: 'times',
  div: 'over',
  maximum: 'maximum',
  minimum: 'minimum',
} as const

/** The kernels with those of float32 replaced by the engine's where it can be had and the sizes are worth it. */
export function accelerate(plain: Kernels, engine: () => Engine | null, least: Least): Kernels {
  const faster = accelerator(engine, least)
  const fasterIfFew = accelerator(engine, { ...least, elements: least.costly })
  const unaryOf = (kernel: UnaryKernel, name: UnaryOp): UnaryKernel => {
    const replaced = COSTLY.includes(name) ? fasterIfFew : faster
    return replaced(kernel, isWave(name) ? wave(name) : map(name), isSingle, isSingle)
  }
  const binaryOf = (op: keyof typeof binaryNames): BinaryKernel =>
    faster(plain.binary[op], op === 'mul' ? times : map(binaryNames[op]), isSingleOrBool, isSingle)
  const slopeOf = (kernel: BinaryKernel, op: SlopeOp): BinaryKernel =>
    faster(kernel, map(op), isSingle, isSingle)
  const compareOf = (kernel: BinaryKernel, name: CompareOp): BinaryKernel =>
    faster(kernel, ask(name), isSingle, isBool)
  const testOf = (kernel: UnaryKernel, run: Run): UnaryKernel => faster(kernel, run, isSingle, isBool)
  const toBool = testOf(plain.copy, toBytes)
  const fromBool = faster(plain.copy, fromBytes, isBool, isSingle)
  const copy = transposing(plain.copy, engine, least)
  return {
    ...plain,
    unary: replaceAll(plain.unary, unaryOf),
    slope: replaceAll(plain.slope, slopeOf),
    binary: { ...plain.binary, ...replaceAll(binaryNames, (_, op) => binaryOf(op)) },
    compare: replaceAll(plain.compare, compareOf),
    test: {
      isNaN: testOf(plain.test.isNaN, ask('isNaN')),
      isFinite: testOf(plain.test.isFinite, ask('isFinite')),
      logicalNot: testOf(plain.test.logicalNot, isZero),
    },
    reduce: {
      ...plain.reduce,
      sum: reduction(plain.reduce.sum, 'sum', engine, least),
      mean: reduction(plain.reduce.mean, 'mean', engine, least),
      sumSquares: reduction(plain.reduce.sumSquares, 'sumSquares', engine, least),
      max: reduction(plain.reduce.max, 'max', engine, least),
      min: reduction(plain.reduce.min, 'min', engine, least),
    },
    where: faster(plain.where, select, isSingleOrBool, isSingle),
    copy: (x, out) => (x.dtype === 'bool' ? fromBool : out.dtype === 'bool' ? toBool : copy)(x, out),
    softmax: softmaxOf(plain.softmax, engine, least),
    ...normalisation(plain, engine, least),
    ...products(plain, engine, least),
  }
}

/** The record with each kernel replaced by what `make` makes of it. */
function replaceAll<K extends string, T, R>(
  kernels: Readonly<Record<K, T>>,
  make: (kernel: T, name: K) => R,
): Readonly<Record<K, R>> {
  const names = Object.keys(kernels) as K[]
  return Object.fromEntries(names.map((name) => [name, make(kernels[name], name)])) as Record<K, R>
}

type AnyKernel = (...operands: Strided[]) => void

/** Makes a kernel that takes the engine for operands and results of the right dtypes, where their size is worth it. */
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
          const chosen = together(walk) >= row ? engine() : null
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
