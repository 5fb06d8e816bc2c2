// The negative control of the suite of conformance, the same in every engine: so once, in Node.
import { type Backend, createBackend, type Strided } from '@nn/tensor'
import { conformanceCases } from '@nn/testing'
import { describe, expect, it } from 'vitest'
import { cpu } from '../../src/index.ts'

type AnyKernel = (...args: never[]) => void
type Operand = Strided | number

const families = ['unary', 'slope', 'test', 'binary', 'compare', 'reduce', 'argReduce'] as const
const single = [
  'where',
  'matmul',
  'orderedMatmul',
  'linear',
  'convolve',
  'softmax',
  'moments',
  'standardize',
  'take',
  'copy',
  'fill',
] as const

/** The cpu backend with one kernel changed. */
function mutant(family: string, op: string | undefined, change: (kernel: AnyKernel) => AnyKernel): Backend {
  const kernels = cpu as unknown as Record<string, Record<string, AnyKernel> & AnyKernel>
  const original = kernels[family]!
  const changed = op === undefined ? change(original) : { ...original, [op]: change(original[op]!) }
  return createBackend({ ...cpu, [family]: changed })
}

/** The name of the first case that fails, the likely ones tried first. */
function caughtBy(backend: Backend, op: string): string | undefined {
  const hint = op === 'sumSquares' ? 'var' : op
  const likely = (name: string): number => (name.includes(hint) ? 0 : 1)
  const cases = conformanceCases.toSorted((a, b) => likely(a.name) - likely(b.name))
  return cases.find(({ run }) => {
    try {
      run(backend)
      return false
    } catch {
      return true
    }
  })?.name
}

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1))
}

/** The kernel that takes operands for contiguous. */
const ignoringStrides =
  (...which: number[]) =>
  (kernel: AnyKernel): AnyKernel => {
    const flatten = (x: Operand, i: number): Operand =>
      typeof x === 'number' || !which.includes(i) ? x : { ...x, strides: rowMajor(x.shape) }
    return (...args) => (kernel as (...args: Operand[]) => void)(...(args as Operand[]).map(flatten))
  }

/** The kernel that starts at the beginning of the data. */
const ignoringOffset = (kernel: AnyKernel): AnyKernel => {
  const rebase = (x: Operand): Operand => (typeof x === 'number' ? x : { ...x, offset: 0 })
  return (...args) => (kernel as (...args: Operand[]) => void)(...(args as Operand[]).map(rebase))
}

const mutations: Record<string, (kernel: AnyKernel) => AnyKernel> = {
  'does nothing': () => () => {},
  'ignores the offset': ignoringOffset,
  'ignores the strides of its first operand': ignoringStrides(0),
}

describe('the conformance suite rejects a kernel that', () => {
  for (const [what, change] of Object.entries(mutations)) {
    for (const family of families) {
      for (const op of Object.keys(cpu[family])) {
        it(`${what}: ${op}`, () => expect(caughtBy(mutant(family, op, change), op)).toBeDefined())
      }
    }
    for (const op of single) {
      it(`${what}: ${op}`, () => expect(caughtBy(mutant(op, undefined, change), op)).toBeDefined())
    }
  }
})

describe('the conformance suite rejects a binary kernel that', () => {
  for (const family of ['binary', 'slope'] as const) {
    for (const op of Object.keys(cpu[family])) {
      it(`ignores the strides of its second operand: ${op}`, () => {
        expect(caughtBy(mutant(family, op, ignoringStrides(1)), op)).toBeDefined()
      })
    }
  }
})

describe('the conformance suite rejects', () => {
  it.each([1, 2, 3, 4])('standardize that ignores the strides of operand %i', (k) => {
    expect(caughtBy(mutant('standardize', undefined, ignoringStrides(k)), 'standardize')).toBeDefined()
  })

  it('standardize that rounds twice', () => {
    const twice = (
      x: Strided,
      mean: Strided,
      factor: Strided,
      weight: Strided,
      bias: Strided,
      out: Strided,
    ) => {
      const scalar = (value: number): Strided => ({
        ...mean,
        data: Float64Array.of(value),
        strides: out.strides.map(() => 0),
        offset: 0,
      })
      cpu.standardize(x, mean, factor, scalar(1), scalar(-0), out)
      cpu.standardize(out, scalar(0), scalar(1), weight, bias, out)
    }
    const changed = mutant('standardize', undefined, () => twice as unknown as AnyKernel)
    expect(caughtBy(changed, 'standardize')).toMatch(/^standardize/)
  })

  it('moments whose squares cancel', () => {
    const oncePassed = (x: Strided, axes: number, mean: Strided, squares: Strided): void => {
      cpu.moments(x, axes, mean, squares)
      const count = x.shape.slice(x.shape.length - axes).reduce((product, n) => product * n, 1)
      cpu.reduce.sumSquares(x, axes, squares)
      for (let k = 0; k < squares.data.length; k++) {
        squares.data[k] = Math.fround(squares.data[k]!) - Math.fround(count * mean.data[k]! ** 2)
      }
    }
    const changed = mutant('moments', undefined, () => oncePassed as unknown as AnyKernel)
    expect(caughtBy(changed, 'moments')).toMatch(/^moments/)
  })
})

/** The kernel that takes `f` of each element, or pair of elements, right in all but the function. */
const elementwise = (f: (...values: number[]) => number) => (): AnyKernel => {
  const write = (...args: Strided[]): void => {
    const out = args.at(-1)!
    const position = (x: Strided, index: readonly number[]): number =>
      index.reduce((at, i, axis) => at + i * x.strides[axis]!, x.offset)
    const visit = (index: readonly number[]): void => {
      if (index.length < out.shape.length) {
        for (let i = 0; i < out.shape[index.length]!; i++) visit([...index, i])
        return
      }
      out.data[position(out, index)] = f(...args.slice(0, -1).map((x) => x.data[position(x, index)]!))
    }
    visit([])
  }
  return write as unknown as AnyKernel
}

/** For each function one that is nearly right. */
const nearest: Record<string, readonly [family: string, op: string, f: (...values: number[]) => number]> = {
  'rounds halves up': ['unary', 'round', Math.round],
  'truncates instead of flooring': ['unary', 'floor', Math.trunc],
  'takes exp - 1 for expm1': ['unary', 'expm1', (x) => Math.exp(x!) - 1],
  'takes log(1 + x) for log1p': ['unary', 'log1p', (x) => Math.log(1 + x!)],
  'overflows in softplus': ['unary', 'softplus', (x) => Math.log1p(Math.exp(x!))],
  'takes the tanh form of gelu': [
    'unary',
    'gelu',
    (x) => (x! / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x! + 0.044715 * x! ** 3))),
  ],
  'loses NaN in relu': ['unary', 'relu', (x) => (x! > 0 ? x! : 0)],
  'loses the sign of zero in neg': ['unary', 'neg', (x) => 0 - x!],
  'squares int32 in doubles': ['unary', 'square', (x) => x! * x!],
  'multiplies int32 in doubles': ['binary', 'mul', (x, y) => x! * y!],
  'takes the remainder of C': ['binary', 'remainder', (x, y) => x! % y!],
  'loses NaN in maximum': ['binary', 'maximum', (x, y) => (x! > y! ? x! : y!)],
  'multiplies by the reciprocal in div': ['binary', 'div', (x, y) => x! * (1 / y!)],
  'is strict in ge': ['compare', 'ge', (x, y) => (x! > y! ? 1 : 0)],
  'negates lt for ge': ['compare', 'ge', (x, y) => (x! < y! ? 0 : 1)],
  'takes NaN for false in logicalAnd': ['compare', 'logicalAnd', (x, y) => (x! && y! ? 1 : 0)],
}

describe('the conformance suite rejects a function that', () => {
  for (const [what, [family, op, f]] of Object.entries(nearest)) {
    it(what, () => expect(caughtBy(mutant(family, op, elementwise(f)), op)).toBeDefined())
  }

  it('but not the same function, written anew', () => {
    expect(
      caughtBy(
        mutant(
          'compare',
          'ge',
          elementwise((x, y) => (x! >= y! ? 1 : 0)),
        ),
        'ge',
      ),
    ).toBeUndefined()
  })
})

/** How a term may be added to a sum. */
const orders: Record<string, (sum: number, x: number, y: number) => number> = {
  'in double precision': (sum, x, y) => sum + x * y,
  'with fused multiply-add': (sum, x, y) => Math.fround(sum + x * y),
  'as one long sum': (sum, x, y) => Math.fround(sum + Math.fround(x * y)),
}

describe('the conformance suite rejects an orderedMatmul that sums', () => {
  it.each(Object.entries(orders))('%s', (_, add) => {
    const kernel = (a: Strided, b: Strided, out: Strided): void => {
      const at = (x: Strided, ...index: number[]): number =>
        index.reduce((sum, i, axis) => sum + i * x.strides[axis]!, x.offset)
      if (out.shape.length > 2 || out.dtype !== 'float32') {
        cpu.orderedMatmul(a, b, out)
        return
      }
      for (let i = 0; i < out.shape[0]!; i++) {
        for (let j = 0; j < out.shape[1]!; j++) {
          let sum = 0
          for (let k = 0; k < a.shape[1]!; k++) sum = add(sum, a.data[at(a, i, k)]!, b.data[at(b, k, j)]!)
          out.data[at(out, i, j)] = sum
        }
      }
    }
    const changed = mutant('orderedMatmul', undefined, () => kernel as unknown as AnyKernel)
    expect(caughtBy(changed, 'orderedMatmul')).toMatch(/^orderedMatmul of/)
  })

  it('in descending order', () => {
    const reversed = (a: Strided, b: Strided, out: Strided): void => {
      const flip = (x: Strided, axis: number): Strided => ({
        ...x,
        strides: x.strides.map((stride, i) => (i === axis ? -stride : stride)),
        offset: x.offset + Math.max(0, x.shape[axis]! - 1) * x.strides[axis]!,
      })
      cpu.orderedMatmul(flip(a, a.shape.length - 1), flip(b, b.shape.length - 2), out)
    }
    const changed = mutant('orderedMatmul', undefined, () => reversed as unknown as AnyKernel)
    expect(caughtBy(changed, 'orderedMatmul')).toMatch(/^orderedMatmul of/)
  })
})
