import { type Backend, createBackend, Tensor, where } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainKernels } from '../src/kernels/plain.ts'
import { accelerate } from '../src/simd/accelerate.ts'
import { USUAL } from '../src/simd/engine/least.ts'
import { accelerated, plain } from './backends.ts'

const exact = [
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
  'relu',
] as const
const rounded = [
  'exp',
  'sin',
  'cos',
  'tan',
  'expm1',
  'log',
  'log1p',
  'tanh',
  'erf',
  'sigmoid',
  'gelu',
  'silu',
  'softplus',
] as const
const between = ['add', 'sub', 'mul', 'div', 'maximum', 'minimum'] as const
const questions = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logicalAnd', 'logicalOr', 'logicalXor'] as const

const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -6, max: 6, noNaN: true }).map(Math.fround) },
  { weight: 2, arbitrary: fc.float() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      0,
      -0,
      1,
      -1,
      0.5,
      -2.5,
      NaN,
      Infinity,
      -Infinity,
      1e-45,
      -1e-38,
      3e38,
      1e-5,
      -90,
      88.8,
    ),
  },
)

/** An operand: a shape to be broadcast to, and which stride each axis has in units of the row-major one. */
interface Sample {
  readonly shape: readonly number[]
  readonly values: readonly number[]
  readonly steps: readonly number[]
}

const size = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 40 }))

/** Two operands of a shape, each broadcast, backwards, with gaps or as it is along each axis. */
const samples = fc.array(size, { maxLength: 3 }).chain((shape) => {
  const sample = fc.record({
    shape: fc.constant(shape),
    values: fc.array(value, { minLength: 16, maxLength: 64 }),
    steps: fc.tuple(...shape.map(() => fc.constantFrom(1, 1, 1, 2, -1, 0))),
  })
  return fc.tuple(sample, sample)
})

function tensor(backend: Backend, { shape, values, steps }: Sample): Tensor {
  const strides = new Array<number>(shape.length)
  let [step, low, high] = [1, 0, 0]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step * steps[axis]!
    const reach = (Math.max(shape[axis]!, 1) - 1) * strides[axis]!
    if (reach < 0) low += reach
    else high += reach
    step *= Math.max(shape[axis]!, 1) * Math.max(Math.abs(steps[axis]!), 1)
  }
  const data = Float32Array.from({ length: high - low + 3 }, (_, i) => values[i % values.length]!)
  return new Tensor({ backend, data, shape, strides, offset: 1 - low })
}

/** Whether two values are the same to the bit, or differ by `units` in the last place. */
function expectSame(actual: Tensor, expected: Tensor, units: number): void {
  expect(actual.dtype).toBe(expected.dtype)
  expect(actual.shape).toEqual(expected.shape)
  const [x, y] = [actual.toArray(), expected.toArray()]
  for (let i = 0; i < x.length; i++) {
    if (Object.is(x[i], y[i])) continue
    const allowed = units * Math.max(Math.abs(y[i]!) * 2 ** -23, 2 ** -149)
    if (!(Math.abs(x[i]! - y[i]!) <= allowed)) expect.fail(`element ${i} is ${x[i]}, not ${y[i]}`)
  }
}

describe.each(accelerated.map((backend) => [backend.name, backend] as const))(
  '%s, against plain',
  (_, backend) => {
    const both = (samples: readonly Sample[], f: (...operands: Tensor[]) => Tensor, units = 0): void => {
      const [actual, expected] = [backend, plain].map((on) =>
        f(...samples.map((sample) => tensor(on, sample))),
      )
      expectSame(actual!, expected!, units)
    }

    it.each(exact)('%s: every bit, in every layout', (op) => {
      fc.assert(
        fc.property(samples, ([x]) => both([x], (a) => a[op]())),
        { numRuns: 60 },
      )
    })

    it.each(rounded)('%s: a unit in the last place, in every layout', (op) => {
      fc.assert(
        fc.property(samples, ([x]) => both([x], (a) => a[op](), 1)),
        { numRuns: 60 },
      )
    })

    it.each(rounded)('%s: the same bits in all but few of 10⁵ elements', (op) => {
      for (const most of [9, 1.2e-4]) {
        const [a, b] = [backend, plain].map((on) => on.linspace(-most, most, 100_001)[op]().toArray())
        expect(a!.filter((y, i) => !Object.is(y, b![i])).length, `up to ${most}`).toBeLessThan(100)
      }
    })

    it.each(between)('%s with a mask: every bit, in every layout', (op) => {
      fc.assert(
        fc.property(samples, (pair) => {
          both(pair, (a, b) => a[op](b.gt(0)))
          both(pair, (a, b) => b.gt(0)[op](a))
        }),
        { numRuns: 60 },
      )
    })

    it('sin, cos and tan: the last place, wherever in the circle and beyond what the engine takes', () => {
      const angles = (on: Backend, most: number): Tensor => on.linspace(-most, most, 20_001)
      for (const op of ['sin', 'cos', 'tan'] as const) {
        for (const most of [1e-30, 1, 10, 1e3, 99_999, 1e5, 1.01e5, 1e9, 3e38]) {
          expectSame(angles(backend, most)[op](), angles(plain, most)[op](), 1)
        }
        const [a, b] = [backend, plain].map((on) =>
          on
            .arange(100_000)
            .mul(Math.PI / 2)
            [op](),
        )
        expectSame(a!, b!, 1)
      }
    })

    it.each(between)('%s: every bit, in every layout', (op) => {
      fc.assert(
        fc.property(samples, (pair) => both(pair, (a, b) => a[op](b))),
        { numRuns: 60 },
      )
    })

    it.each(questions)('%s: every bit, in every layout', (op) => {
      fc.assert(
        fc.property(samples, (pair) => both(pair, (a, b) => a[op](b))),
        { numRuns: 60 },
      )
    })

    it('where, casts and questions about one: every bit, in every layout', () => {
      fc.assert(
        fc.property(samples, (pair) => {
          both(pair, (a, b) => where(a.lt(b), a, b))
          both(pair, (a) => a.isNaN())
          both(pair, (a) => a.isFinite())
          both(pair, (a) => a.logicalNot())
          both(pair, (a) => a.cast('bool'))
          both(pair, (a, b) => a.ge(b).cast('float32'))
        }),
      )
    })

    it('reductions: the last place, in every layout', () => {
      const finite = fc.tuple(samples, fc.double({ min: -4, max: 4, noNaN: true }))
      fc.assert(
        fc.property(finite, ([[x], shift]) => {
          const tame = {
            ...x,
            values: x.values.map((v, i) => Math.fround((Number.isFinite(v) ? v % 8 : i) + shift)),
          }
          for (let axis = 0; axis < x.shape.length; axis++) {
            both([tame], (a) => a.square().sum(axis), 1)
            both([tame], (a) => a.norm(axis), 2)
            if (x.shape[axis] !== 0) {
              both([x], (a) => a.max(axis))
              both([x], (a) => a.min(axis))
            }
          }
        }),
        { numRuns: 60 },
      )
    })

    it('softmax: two units in the last place, along each axis and over more than a chunk', () => {
      fc.assert(
        fc.property(samples, ([x]) => {
          for (let axis = 0; axis < x.shape.length; axis++) both([x], (a) => a.softmax(axis), 2)
        }),
        { numRuns: 60 },
      )
      const [a, b] = [backend, plain].map((on) =>
        on.arange(20_000).sin().mul(20).reshape(2, 10_000).softmax(1),
      )
      expectSame(a!, b!, 2)
      expect(a!.sum(1).allClose(1, { rtol: 1e-6 })).toBe(true)
    })

    it('softmax: two units in the last place down to the least numbers, whatever the largest element is', () => {
      for (const largest of [0, -0.1, 1e-30, 1234.567, -98765.43, 3e38])
        both(
          [{ values: Array.from({ length: 4097 }, (_, i) => largest - i / 37), shape: [4097], steps: [1] }],
          (x) => x.softmax(0),
          2,
        )
    })

    it('tangents do not depend on what was in the chunk before', () => {
      const x = backend.full([4095], 220.88900756835938) // the plain kernel's last bit is another
      const before = x.tan().toArray()
      backend.full([4096], 1e30).neg()
      expect(x.tan().toArray()).toEqual(before)
    })

    it('many short rows, together longer than a chunk, in place too', () => {
      const [a, b] = [backend, plain].map((on) => {
        const storage = on
          .arange(3 * 17 * 1000)
          .sub(9000)
          .div(7)
        const x = storage.reshape(3, 1000, 17).slice(null, null, [15, 1, -3]).transpose(0, 1)
        const mask = x.gt(on.arange(5))
        x.mul_(mask).add_(on.arange(3).reshape(3, 1)).maximum_(-3)
        return [storage, x.exp(), where(mask, x, 1), x.cast('bool').cast('float32')]
      })
      for (const [k, x] of a!.entries()) expectSame(x, b![k]!, k === 1 ? 1 : 0)
    })

    it('results longer than a chunk, in place too', () => {
      const x = (on: Backend): Tensor => on.arange(10_000).sub(5000).div(7)
      const [a, b] = [x(backend), x(plain)]
      expectSame(a.add_(a).mul_(0.5).maximum(-3), b.add_(b).mul_(0.5).maximum(-3), 0)
      expectSame(a.slice([null, null, -1]).ge(a), b.slice([null, null, -1]).ge(b), 0)
      expect(a.sum().item()).toBe(b.sum().item())
    })
  },
)

it.each([
  ['a long row', 'neg', [2048], 1],
  ['many short rows', 'neg', [256, 8], 1],
  ['few elements', 'neg', [100, 8], 0],
  ['few elements of a costly function', 'exp', [100, 8], 1],
  ['very few elements of a costly function', 'exp', [25, 8], 0],
  ['many short rows, few of them side by side', 'neg', [7, 7, 300], 0],
] as const)('%s: engine or not', (_, op, shape, calls) => {
  let asked = 0
  const engine = (): null => {
    asked++
    return null
  }
  const backend = createBackend(accelerate(plainKernels, engine, USUAL))
  backend
    .ones([...shape, 2])
    .slice(...shape.map(() => null), 0)
    .transpose(0, shape.length - 1)
    [op]()
  expect(asked).toBe(calls)
})
