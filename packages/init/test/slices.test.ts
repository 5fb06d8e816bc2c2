import { createRng } from '@nn/random'
import { createTorchRng } from '@nn/random/torch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import { toInitializer } from '../src/layer/index.ts'
import { request } from './request.ts'

const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const sizes = { axis: 0, sizes: [5, 2, 1] }

const ELEMENTWISE: readonly init.Initializer[] = [
  init.zeros(),
  init.constant(3),
  init.normal({ std: 2 }),
  init.uniform({ low: -1 }),
  init.truncatedNormal(),
  init.xavierNormal(),
  init.kaimingUniform(),
  init.lecunTruncatedNormal(),
  init.varianceScaling({ distribution: 'truncatedNormal', low: 0, high: 4 }),
  init.mxnetXavier(),
  init.siren(),
  init.spectral(),
  init.scaled(init.normal(), -3),
  init.masked(init.normal(), { keep: 0.3 }),
  init.masked(init.scaled(init.masked(init.uniform()), 2)),
]
const WHOLE: readonly init.Initializer[] = [
  init.orthogonal(),
  init.eye(),
  init.hadamard(),
  init.sparse({ sparsity: 0.5 }),
  init.constant([[1, 2, 3, 4, 5]].concat(Array.from({ length: 7 }, () => [6, 7, 8, 9, 0]))),
  toInitializer(({ backend }) => backend.arange(40).reshape(8, 5)),
]

describe.each([...ELEMENTWISE, ...WHOLE])('$config.name $#', (initializer) => {
  it('fills any slice with the bits of the whole, and leaves the stream where it is', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.constantFrom('plain', 'gates', 'sizes'), (a, b, kind) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        const blocks = { plain: {}, gates: { blocks: gates }, sizes: { blocks: sizes } }[kind]
        const asked = request([8, 5], { axes: { out: 0, in: 1, ...blocks } })
        const slice = initializer.fillSlice(asked, start, end)
        expect([slice.shape, slice.dtype]).toEqual([[end - start], 'float32'])
        expect(slice.toArray()).toEqual(initializer(asked).toArray().slice(start, end))
      }),
      { numRuns: 40 },
    )
  })
})

describe.each(ELEMENTWISE)('the writer of $config.name $#', ({ writer, ...law }) => {
  it('writes the elements where others were, and checks before', () => {
    const asked = () => request([8, 5], { axes: { out: 0, in: 1, blocks: gates } })
    const out = new Float32Array(40).fill(9)
    if (writer === undefined) return expect.unreachable()
    writer(asked())(out)
    expect(out).toEqual(law.elements(asked()))
    writer(asked())(out.fill(9).subarray(0, 5), 7)
    expect([...out.subarray(0, 6)]).toEqual([...law.elements(asked(), 7, 12), 9])
    if (law.needs.includes('rng'))
      expect(() => writer(request([8, 5], { dtype: 'int32' }))).toThrow(/float32 or float64/)
  })
})

it('elementwise laws say so', () => {
  expect(ELEMENTWISE.every(({ elementwise }) => elementwise)).toBe(true)
  expect(WHOLE.some(({ elementwise }) => elementwise)).toBe(false)
})

it('a slice of a huge parameter costs no more than itself', () => {
  const huge = request([2 ** 20, 2 ** 20])
  const [first, second] = [
    init.normal().fillSlice(huge, 0, 4),
    init.normal().fillSlice(huge, 2 ** 40 - 4, 2 ** 40),
  ]
  expect([first.size, second.size, first.equals(second)]).toEqual([4, 4, false])
})

it('a sequential stream refuses what it cannot jump to', () => {
  const asked = request([8, 5], { rng: createTorchRng(42) })
  expect(init.uniform().fillSlice(asked, 0, 8).size).toBe(8)
  expect(() => init.uniform().fillSlice(asked, 4, 8)).toThrow(
    'expected start 0 of a sequential stream, got 4',
  )
})

it.each([
  [-1, 2],
  [3, 2],
  [0, 41],
  [0.5, 2],
  ['0', 2],
])('refuses the slice [%s, %s)', (start, end) => {
  const attempt = () => init.normal().fillSlice(request([8, 5]), start as number, end)
  expect(attempt).toThrow(RangeError)
  expect(attempt).toThrow(
    /^0\.weight: expected a slice of \[0, 40\), got start (-1|3|0|0\.5|"0") and end (2|41)$/,
  )
})

it('rows added to a parameter leave the others their bits', () => {
  const [small, big] = [init.normal()(request([8, 5])), init.normal()(request([12, 5]))]
  expect(big.slice([0, 8]).equals(small)).toBe(true)
  expect(
    init
      .normal()(request([8, 5], { rng: createRng(1) }))
      .equals(small),
  ).toBe(false)
})
