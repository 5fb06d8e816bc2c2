import { type Backend, meanSquare, moments, standardize, Tensor } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accelerated, plain } from './backends.ts'

/** A tensor of some shape: the order of its axes in memory, their direction, and whether they repeat. */
interface Sample {
  readonly shape: readonly number[]
  readonly order: readonly number[]
  readonly factors: readonly number[]
  readonly values: readonly number[]
}

const special = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e-45, 3e38)
const number = fc.oneof(
  { weight: 40, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }).map(Math.fround) },
  { weight: 1, arbitrary: special },
)

const samplesOf = (shape: readonly number[]): fc.Arbitrary<Sample> =>
  fc.record({
    shape: fc.constant(shape),
    order: fc.shuffledSubarray(
      shape.map((_, axis) => axis),
      { minLength: shape.length },
    ),
    factors: fc.tuple(...shape.map(() => fc.constantFrom(1, 1, 1, 1, 2, -1, 0))),
    values: fc.array(number, { minLength: 7, maxLength: 29 }),
  })

const size = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 6, max: 90 }))
const shapes = fc.array(size, { minLength: 1, maxLength: 3 })

function tensor(backend: Backend, { shape, order, factors, values }: Sample): Tensor {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (const axis of order.toReversed()) {
    strides[axis] = step * factors[axis]!
    step *= Math.max(shape[axis]!, 1) * Math.max(1, Math.abs(factors[axis]!))
  }
  const reach = shape.map((n, axis) => Math.max(n - 1, 0) * strides[axis]!)
  const low = reach.reduce((sum, r) => sum + Math.min(r, 0), 0)
  const high = reach.reduce((sum, r) => sum + Math.max(r, 0), 0)
  const data = Float32Array.from({ length: high - low + 3 }, (_, i) => values[i % values.length]!)
  return new Tensor({ backend, data, shape, strides, offset: 1 - low })
}

/** The same to the bit, or within a relative error. */
function expectSame(actual: Tensor, expected: Tensor, relative = 0): void {
  expect(actual.dtype).toBe(expected.dtype)
  expect(actual.shape).toEqual(expected.shape)
  const [x, y] = [actual.toArray(), expected.toArray()]
  for (let i = 0; i < x.length; i++) {
    if (Object.is(x[i], y[i])) continue
    if (!(Math.abs(x[i]! - y[i]!) <= relative * Math.abs(y[i]!))) {
      expect.fail(`element ${i} is ${x[i]}, not ${y[i]}`)
    }
  }
}

const axesOf = (shape: readonly number[]): fc.Arbitrary<number[]> =>
  fc.subarray(
    shape.map((_, axis) => axis),
    { minLength: 1 },
  )

describe.each(accelerated.map((backend) => [backend.name, backend] as const))(
  '%s, against plain',
  (_, backend) => {
    const both = (x: Sample, f: (x: Tensor) => Tensor, relative?: number): void =>
      expectSame(f(tensor(backend, x)), f(tensor(plain, x)), relative)

    it('moments, sums and extremes over any axes of any layout', () => {
      const placed = shapes.chain((shape) => fc.tuple(samplesOf(shape), axesOf(shape)))
      fc.assert(
        fc.property(placed, ([x, axes]) => {
          const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1)
          // The order of a sum matters in the last bits of its largest term.
          const tame = { ...x, values: x.values.map((v) => (Number.isFinite(v) ? Math.abs(v) % 9 : v) + 1) }
          both(tame, (a) => moments(a, axes).mean, 1e-13)
          both(tame, (a) => moments(a, axes).variance.add(1), 1e-13)
          both(x, (a) => meanSquare(a, axes), 1e-13)
          both(tame, (a) => a.sum(axes), 2 ** -23)
          if (count === 0) return
          both(x, (a) => a.max(axes))
          both(x, (a) => a.min(axes))
        }),
        { numRuns: 300 },
      )
    })

    it('sums down columns: every bit, as they are summed in one order', () => {
      const x = (on: Backend): Tensor =>
        on
          .arange(100 * 4100)
          .sin()
          .reshape(100, 4100)
      expectSame(x(backend).sum(0), x(plain).sum(0))
      expectSame(moments(x(backend), 0).variance, moments(x(plain), 0).variance)
    })

    it('standardize: every bit, by operands of any layout', () => {
      const other = (shape: readonly number[]): fc.Arbitrary<Sample> =>
        fc
          .tuple(...shape.map((n) => fc.constantFrom(n, n, 1)))
          .chain((own) => fc.nat(own.length).chain((first) => samplesOf(own.slice(first))))
      const placed = shapes.chain((shape) =>
        fc.tuple(samplesOf(shape), ...[0, 1, 2, 3].map(() => other(shape))),
      )
      fc.assert(
        fc.property(placed, fc.boolean(), ([x, ...others], isWide) => {
          const [a, b] = [backend, plain].map((on) => {
            const [mean, factor, weight, bias] = others.map((o) => tensor(on, o!)) as [
              Tensor,
              Tensor,
              Tensor,
              Tensor,
            ]
            const center = isWide ? mean.cast('float64') : mean
            return standardize(tensor(on, x), { mean: center, factor, weight, bias })
          })
          expectSame(a!, b!)
        }),
        { numRuns: 300 },
      )
    })

    it('standardize of more columns and rows than a block', () => {
      const cases: readonly (readonly [shape: number[], own: number[]])[] = [
        [
          [5, 5000],
          [5, 1],
        ],
        [[5, 5000], [5000]],
        [
          [3000, 9],
          [3000, 1],
        ],
        [[3000, 9], [9]],
        [
          [2, 2500, 4],
          [2500, 1],
        ],
      ]
      for (const [shape, own] of cases) {
        const [a, b] = [backend, plain].map((on) => {
          const x = on
            .arange(shape.reduce((product, n) => product * n, 1))
            .sin()
            .reshape(...shape)
          const values = on
            .arange(own.reduce((product, n) => product * n, 1))
            .cos()
            .reshape(...own)
          return standardize(x, { mean: values, factor: values.exp(), bias: values })
        })
        expectSame(a!, b!)
      }
    })

    it('softmax along any axis, of more than a block', () => {
      for (const shape of [
        [3, 700, 90],
        [20_000, 7],
        [16, 1, 2000],
      ]) {
        for (const axis of [0, 1, -1]) {
          const y = (on: Backend): Tensor => {
            const x = on
              .arange(shape.reduce((product, n) => product * n, 1))
              .sin()
              .mul(20)
              .reshape(...shape)
            return x.softmax(axis)
          }
          expectSame(y(backend), y(plain), 2 ** -22)
        }
      }
      const nan = (on: Backend): Tensor =>
        on.tensor([NaN, 1, Infinity, 2, -Infinity, 3]).expand(40, 6).softmax(0)
      expectSame(nan(backend), nan(plain))
    })
  },
)
