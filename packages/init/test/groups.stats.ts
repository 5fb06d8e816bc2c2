import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import { request } from './request.ts'

/** A convolution over a ring, plain or transposed, with `groups` of `ins` inputs and `outs` outputs each. */
interface Conv {
  readonly groups: number
  readonly ins: number
  readonly outs: number
  readonly field: readonly number[]
  readonly transposed?: boolean
}

function shapeOf({ groups, ins, outs, field, transposed = false }: Conv): number[] {
  return transposed ? [groups * ins, outs, ...field] : [groups * outs, ins, ...field]
}

function axesOf({ groups, outs, ins, field, transposed = false }: Conv): init.Axes {
  if (transposed) return { in: 0, out: 1, transposed, groups }
  // A depthwise convolution says how many outputs a channel has.
  return ins === 1 && field.length > 0 && groups > 2
    ? { out: 0, in: 1, unitsPerGroup: outs }
    : { out: 0, in: 1, groups }
}

/** Var(y)/Var(x): over a ring each output is a sum of all taps of its group's inputs, each with variance 1. */
function ratio(conv: Conv, weights: ArrayLike<number>): number {
  const { groups, ins, outs, field, transposed = false } = conv
  const size = field.reduce((product, length) => product * length, 1)
  const rng = createRng(7)
  let [square, count] = [0, 0]
  for (let trial = 0; trial < Math.max(10, 1500 / groups); trial++) {
    for (let g = 0; g < groups; g++) {
      const x = rng.normal(new Float64Array(ins * size))
      for (let o = 0; o < outs; o++) {
        let y = 0
        for (let i = 0; i < ins; i++) {
          const at = transposed ? ((g * ins + i) * outs + o) * size : ((g * outs + o) * ins + i) * size
          for (let tap = 0; tap < size; tap++) y += weights[at + tap]! * x[i * size + tap]!
        }
        square += y * y
        count++
      }
    }
  }
  return square / count
}

const CONVS: Readonly<Record<string, Conv>> = {
  'one group': { groups: 1, ins: 16, outs: 16, field: [3] },
  'two groups': { groups: 2, ins: 16, outs: 16, field: [3, 3] },
  '32 groups': { groups: 32, ins: 4, outs: 4, field: [3] },
  'depthwise 1-D of 512': { groups: 512, ins: 1, outs: 1, field: [9] },
  'depthwise 2-D': { groups: 64, ins: 1, outs: 2, field: [3, 3] },
  'transposed, 32 groups': { groups: 32, ins: 4, outs: 4, field: [3], transposed: true },
  'transposed depthwise': { groups: 64, ins: 1, outs: 1, field: [3, 3], transposed: true },
}

/** Every initializer that takes the weight of a convolution. */
const INITS: readonly init.Initializer[] = [
  init.zeros(),
  init.ones(),
  init.constant(0.1),
  init.uniform({ low: -1 }),
  init.normal(),
  init.truncatedNormal(),
  init.varianceScaling(),
  init.xavierUniform(),
  init.xavierNormal(),
  init.xavierTruncatedNormal(),
  init.kaimingUniform(),
  init.kaimingNormal(),
  init.kaimingTruncatedNormal(),
  init.lecunUniform(),
  init.lecunNormal(),
  init.lecunTruncatedNormal(),
  init.heNormal(),
  init.heUniform(),
  init.glorotNormal(),
  init.glorotUniform(),
  init.mxnetXavier(),
  init.msraPrelu(),
  init.siren(),
  init.spectral(),
  init.orthogonal(),
  init.deltaOrthogonal(),
  init.orthogonalConv(),
  init.hadamard(),
  init.zerO(),
  init.sparse({ sparsity: 0.5, std: 1 }),
  init.sparse({ sparsity: 0.5, std: 1, along: 'row' }),
  init.masked(init.normal(), { keep: 0.5 }),
  init.scaled(init.orthogonal(), 2),
  init.dirac(),
  init.bilinear(),
  init.mxnetBilinear(),
]

/** What each group gets if it stands alone. */
function alone(initializer: init.Initializer, conv: Conv): number {
  const { ins, outs, field, transposed = false } = conv
  const one = { groups: 1, ins, outs, field, transposed }
  const axes = transposed ? { in: 0, out: 1, transposed } : { out: 0, in: 1 }
  let sum = 0
  const draws = Math.ceil(3000 / (ins * outs * field.reduce((product, length) => product * length, 1)))
  for (let seed = 0; seed < draws; seed++) {
    const w = initializer(request(shapeOf(one), { axes, dtype: 'float64', rng: createRng(seed) })).toArray()
    sum += meanSquare(w)
  }
  return (sum / draws) * ins * field.reduce((product, length) => product * length, 1)
}

function meanSquare(w: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < w.length; i++) sum += w[i]! ** 2
  return sum / w.length
}

describe.each(Object.entries(CONVS))('%s', (_, conv) => {
  const shape = shapeOf(conv)
  const axes = axesOf(conv)
  it.each(INITS.map((law) => [`${law.config.name} ${JSON.stringify(law.config)}`, law] as const))(
    '%s',
    (_, law) => {
      const asked = request(shape, { axes, dtype: 'float64' })
      const w = law(asked).toArray()
      const wanted = alone(law, conv)
      const measured = ratio(conv, w)
      // Enough outputs for six standard errors, of draws of x and of weights.
      expect(Math.abs(measured - wanted)).toBeLessThanOrEqual(0.25 * wanted)
      // The law that the plan shows is that of the values.
      const { mean = 0, std = 0, text } = law.describe(asked)
      const terms = conv.ins * conv.field.reduce((product, length) => product * length, 1)
      expect(Math.abs((std ** 2 + mean ** 2) * terms - wanted)).toBeLessThanOrEqual(0.1 * wanted)
      if (conv.groups > 1 && STRUCTURED.test(law.config.name))
        expect(text).toContain(`each of ${conv.groups} groups`)
    },
  )
})

const STRUCTURED = /^(orthogonal|orthogonalConv|deltaOrthogonal|hadamard|zerO|sparse|dirac|bilinear)$/

describe('a weight that is taken for one matrix, whatever its groups, is refuted', () => {
  it.each([
    ['orthogonal', init.orthogonal(), '32 groups'],
    ['orthogonal', init.orthogonal(), 'depthwise 1-D of 512'],
    ['hadamard', init.hadamard(), '32 groups'],
    ['zerO', init.zerO(), '32 groups'],
    ['sparse', init.sparse({ sparsity: 0.1, std: 1 }), 'depthwise 2-D'],
  ] as const)('%s', (_, law, kind) => {
    const conv = CONVS[kind]!
    const { groups: _groups, unitsPerGroup: _units, ...whole } = axesOf(conv)
    const w = law(request(shapeOf(conv), { axes: whole, dtype: 'float64' })).toArray()
    expect(Math.abs(ratio(conv, w) / alone(law, conv) - 1)).toBeGreaterThan(0.25)
  })

  it('each group is a matrix of its own, orthogonal by itself', () => {
    const w = init.orthogonal()(request([8, 4, 1], { axes: { out: 0, in: 1, groups: 2 }, dtype: 'float64' }))
    for (const g of [0, 1]) {
      const q = w.slice([4 * g, 4 * g + 4], null, 0)
      expect(q.matmul(q.transpose()).allClose(w.backend.eye(4, { dtype: 'float64' }), { atol: 1e-12 })).toBe(
        true,
      )
    }
    expect(w.slice([0, 4]).equals(w.slice([4, 8]))).toBe(false)
  })

  it('every initializer of weights of convolutions is here', () => {
    const others = /^(nan|eye|irnn|stft|lstmBias|chrono|priorBias|byBlock|fromCheckpoint|mapped)$/
    const here = new Set(INITS.map(({ config }) => config.name))
    const names = Object.keys(init).filter((name) =>
      /^(?!create|compute|check|calc|to|run|show|near|matches|is|has|same|gain|draw)[a-z]\w*[^_]$/.test(name),
    )
    const aliases = /^(he|glorot)(Normal|Uniform)$/
    expect(names.filter((name) => !here.has(name) && !others.test(name) && !aliases.test(name))).toEqual([])
  })
})
