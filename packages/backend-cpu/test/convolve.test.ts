import { type Backend, type ConvolveOptions, convolve, convolveTransposed, type Tensor } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuThreads } from '../src/index.ts'
import { accelerated, plain } from './backends.ts'

/** Values in [-1, 1] of a shape: row-major, with the channels last, backwards along the last axis, with gaps, or the first repeated. */
function image(
  on: Backend,
  shape: readonly number[],
  layout: number,
  seed: number,
  dtype: DType = 'float32',
): Tensor {
  const values = (sizes: readonly number[]): Tensor =>
    on
      .arange(
        sizes.reduce((size, n) => size * n, 1),
        { dtype },
      )
      .add(seed)
      .mul(1.37)
      .sin()
      .reshape(...sizes)
  const last = shape.length - 1
  if (layout === 1) {
    const [n, channels, ...lengths] = shape as [number, number, ...number[]]
    return values([n, ...lengths, channels]).permute(0, last, ...lengths.map((_, k) => k + 1))
  }
  const all = shape.map(() => null)
  if (layout === 2) return values(shape).slice(...all.slice(1), [null, null, -1])
  if (layout === 3)
    return values(shape.map((n) => 2 * n + 1)).slice(...shape.map((n) => [1, 2 * n + 1, 2] as const))
  if (layout === 4) return values(shape.with(0, 1)).expand(...shape)
  return values(shape)
}

declare const setTimeout: (then: (value: unknown) => void, milliseconds: number) => unknown

type DType = 'float32' | 'float64'

/**
 * Asserts that the result differs from the plain one by no more than its roundings can make: one for each product and sum of a block of
 * 256 terms, and for each block and the bias, relative to the sum of absolute values.
 */
function expectClose(
  on: Backend,
  run: (x: Tensor, weight: Tensor, bias: Tensor) => Tensor,
  operands: (on: Backend) => [Tensor, Tensor, Tensor],
  terms: number,
): void {
  const [x, weight, bias] = operands(plain)
  const expected = run(x, weight, bias)
  const bound = run(x.abs(), weight.abs(), bias.abs()).mul(
    (Math.min(terms, 256) + terms / 256 + 4) * 2 ** -24,
  )
  const actual = run(...operands(on))
  expect(actual.shape).toEqual(expected.shape)
  const error = plain.tensor(actual.toArray(), { shape: actual.shape }).sub(expected).abs()
  expect(error.le(bound).all().item()).toBe(true)
}

/** An axis whose kernel has up to `most` elements, and of which up to `more` windows are seen besides the first. */
const axis = (most: number, more: number) =>
  fc.record({
    size: fc.integer({ min: 1, max: most }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 4 }),
    after: fc.integer({ min: 0, max: 4 }),
    more: fc.integer({ min: 0, max: more }),
  })

const geometry = fc.record({
  n: fc.integer({ min: 0, max: 3 }),
  groups: fc.integer({ min: 1, max: 3 }),
  channels: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 40 })),
  units: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 10 })),
  axes: fc.oneof(
    fc.tuple(axis(9, 1300)),
    fc.tuple(axis(4, 20), axis(5, 30)),
    fc.tuple(axis(2, 3), axis(3, 4), axis(3, 5)),
  ),
  layout: fc.integer({ min: 0, max: 4 }),
  other: fc.integer({ min: 0, max: 4 }),
})

interface Axis {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly after: number
  readonly more: number
}

interface Geometry {
  readonly n: number
  readonly groups: number
  readonly channels: number
  readonly units: number
  readonly axes: readonly Axis[]
  readonly layout: number
  readonly other: number
}

const of = (channels: number, units: number, ...axes: readonly Partial<Axis>[]): Geometry => {
  const unit = { size: 1, stride: 1, dilation: 1, before: 0, after: 0, more: 0 }
  const all = axes.map((axis) => ({ ...unit, ...axis }))
  return { n: 1, groups: 1, channels, units, layout: 0, other: 0, axes: all }
}

/** Windows of 3 × 3 over two images of channels that are groups of their own, with zeros around. */
const depthwise = (given: Pick<Geometry, 'layout' | 'groups'> & { more: readonly number[] }): Geometry => {
  const axes = given.more.map((more) => ({ size: 3, before: 1, after: 1, more }))
  return { ...of(1, 1, ...axes), n: 2, layout: given.layout, groups: given.groups }
}

const fixed: readonly (readonly [string, Geometry])[] = [
  ['sums that are staged in parts', of(300, 5, { size: 3, more: 700 })],
  ['few units of such sums', of(300, 2, { size: 3, more: 700 })],
  ['more units than are held at a time', of(3, 1030, { size: 2, more: 40 })],
  ['windows that reach over much of the stage', of(1, 4, { size: 3, dilation: 60_000, more: 3 })],
  ['windows that are too large for it', of(2, 4, { size: 2, dilation: 300_001, stride: 2, more: 9 })],
  ...[0, 1, 2, 3, 4].flatMap((layout) => [
    [
      `large images of many groups, layout ${layout}`,
      depthwise({ layout, groups: 5, more: [89, 98] }),
    ] as const,
    [
      `small images of many groups, layout ${layout}`,
      depthwise({ layout, groups: 70, more: [6, 6] }),
    ] as const,
    [`few rows of many groups, layout ${layout}`, depthwise({ layout, groups: 9, more: [2, 60] })] as const,
  ]),
  ['a kernel as large as its input', of(3, 4, { size: 90 }, { size: 90 })],
]

interface Example {
  readonly operands: (on: Backend) => [Tensor, Tensor, Tensor]
  readonly options: Required<Pick<ConvolveOptions, 'stride' | 'dilation' | 'padding' | 'groups'>>
  readonly terms: number
}

/** Operands of these sizes on a backend, and how they are convolved. */
function example(geometry: Geometry, dtype?: DType): Example {
  const { n, groups, channels, units, axes, layout, other } = geometry
  const lengths = axes.map(({ size, dilation, before, after, more }) =>
    Math.max(0, dilation * (size - 1) + 1 + more - before - after),
  )
  const operands = (on: Backend): [Tensor, Tensor, Tensor] => [
    image(on, [n, groups * channels, ...lengths], layout, 1, dtype),
    image(on, [groups * units, channels, ...axes.map(({ size }) => size)], other, 2, dtype),
    image(on, [1, groups * units], 0, 3, dtype).at(0),
  ]
  const options = {
    stride: axes.map(({ stride }) => stride),
    dilation: axes.map(({ dilation }) => dilation),
    padding: axes.map(({ before, after }) => [before, after] as const),
    groups,
  }
  return { operands, options, terms: axes.reduce((product, { size }) => product * size, channels) }
}

describe.each(accelerated.map((backend) => [backend.name, backend] as const))(
  'convolve of %s',
  (_, backend) => {
    const check = (geometry: Geometry): void => {
      const { operands, options, terms } = example(geometry)
      expectClose(backend, (x, weight, bias) => convolve(x, weight, bias, options), operands, terms)
    }

    it('differs from the plain one by rounding only, whatever the sizes and the layouts', () => {
      fc.assert(fc.property(geometry, check), { numRuns: 120 })
    })

    it.each(fixed)('holds for %s', (_, geometry) => check(geometry))

    it('of float64 has the bits of the plain one', () => {
      fc.assert(
        fc.property(geometry, (geometry) => {
          const { operands, options } = example(geometry, 'float64')
          const [actual, expected] = [backend, plain].map((on) => convolve(...operands(on), options))
          expect(actual!.toArray()).toEqual(expected!.toArray())
        }),
        { numRuns: 40 },
      )
    })

    it('rounds sums, bias and activation as one after the other', () => {
      fc.assert(
        fc.property(geometry, fc.constantFrom('relu', 'gelu', 'tanh'), (geometry, activation) => {
          const { operands, options } = example(geometry)
          const [x, weight, bias] = operands(backend)
          const shifts = bias.reshape(bias.size, ...geometry.axes.map(() => 1))
          const apart = convolve(x, weight, undefined, options).add(shifts)[activation]()
          expect(convolve(x, weight, bias, { ...options, activation }).equals(apart)).toBe(true)
        }),
        { numRuns: 30 },
      )
    })

    it('transposed, differs from the plain one by rounding only', () => {
      fc.assert(
        fc.property(geometry, (geometry) => {
          const { operands, options, terms } = example({ ...geometry, n: geometry.n + 1 })
          const { stride, dilation, groups } = options
          const padding = geometry.axes.map(({ size }) => Math.floor((size - 1) / 2))
          const run = (x: Tensor, weight: Tensor, bias: Tensor): Tensor =>
            convolveTransposed(x, weight, bias, { stride, dilation, padding, groups })
          const turned = (on: Backend): [Tensor, Tensor, Tensor] => {
            const [x, weight] = operands(on)
            const y = convolve(x, weight, undefined, options)
            return [y, weight, image(on, [1, x.shape[1]!], 0, 3).at(0)]
          }
          expectClose(backend, run, turned, terms * geometry.units)
        }),
        { numRuns: 40 },
      )
    })
  },
)

it('threads give the bits of one', async () => {
  const threads = cpuThreads(2)
  await new Promise((resolve) => void setTimeout(resolve, 300))
  const one = cpuThreads(1)
  const { operands, options } = example(fixed[0]![1])
  const [actual, expected] = [threads, one].map((on) => convolve(...operands(on), options))
  expect(actual!.toArray()).toEqual(expected!.toArray())
})
