import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import {
  type Axes,
  computeFans,
  gain,
  kaimingNormal,
  lecunNormal,
  scaled,
  xavierUniform,
} from '../src/index.ts'
import { request } from './request.ts'

/** What connects one input to one output: indices into the weight, the input and the output. */
interface Layer {
  readonly shape: readonly number[]
  readonly axes: Axes
  readonly inputs: number
  readonly outputs: number
  /** One-hot inputs instead of Gaussian ones. */
  readonly lookup?: boolean
  connect(visit: (weight: number, input: number, output: number) => void): void
}

/** All connections of a layer, three indices each. */
const connections = new WeakMap<Layer, Int32Array>()
function connectionsOf(layer: Layer): Int32Array {
  const known = connections.get(layer)
  if (known !== undefined) return known
  const all: number[] = []
  layer.connect((weight, input, output) => {
    all.push(weight, input, output)
  })
  connections.set(layer, Int32Array.from(all))
  return connectionsOf(layer)
}

/** y = W·x, forward and backward: the variance of what comes out over that of what goes in. */
function ratios(
  layer: Layer,
  weights: ArrayLike<number>,
  trial: number,
): { forward: number; backward: number } {
  const { inputs, outputs, lookup = false } = layer
  const rng = createRng(trial)
  const x = lookup
    ? Float64Array.from({ length: inputs }, (_, i) => Number(i === trial % inputs))
    : rng.normal(new Float64Array(inputs))
  const dy = rng.normal(new Float64Array(outputs))
  const [y, dx] = [new Float64Array(outputs), new Float64Array(inputs)]
  const all = connectionsOf(layer)
  for (let c = 0; c < all.length; c += 3) {
    const [w, i, o] = [all[c]!, all[c + 1]!, all[c + 2]!]
    y[o]! += weights[w]! * x[i]!
    dx[i]! += weights[w]! * dy[o]!
  }
  const power = (v: Float64Array): number => v.reduce((sum, value) => sum + value * value, 0) / v.length
  // Of a lookup each output is one element; what a unit input is, is 1.
  return { forward: power(y) / (lookup ? 1 : power(x)), backward: power(dx) / power(dy) }
}

function linear(inUnits: number, outUnits: number, axes: Axes = { out: 0, in: 1 }, lookup = false): Layer {
  const shape = axes.out === 0 ? [outUnits, inUnits] : [inUnits, outUnits]
  return {
    shape,
    axes,
    lookup,
    inputs: inUnits,
    outputs: outUnits,
    connect: (visit) => {
      for (let o = 0; o < outUnits; o++) {
        for (let i = 0; i < inUnits; i++) visit(axes.out === 0 ? o * inUnits + i : i * outUnits + o, i, o)
      }
    },
  }
}

/** A circular 1-D convolution, so that no border dilutes the sums; transposed: each input reaches k places, `stride` apart. */
function conv(spec: {
  in: number
  out: number
  k: number
  length: number
  groups?: number
  stride?: number
  transposed?: boolean
}): Layer {
  const { k, length, groups = 1, stride = 1, transposed = false } = spec
  const [inPerGroup, outPerGroup] = [spec.in / groups, spec.out / groups]
  const [short, long] = transposed ? [length, length * stride] : [length / stride, length]
  return {
    shape: transposed ? [spec.in, outPerGroup, k] : [spec.out, inPerGroup, k],
    axes: { ...(transposed ? { in: 0, out: 1 } : { out: 0, in: 1 }), groups, stride, transposed },
    inputs: spec.in * (transposed ? short : long),
    outputs: spec.out * (transposed ? long : short),
    connect: (visit) => {
      for (let g = 0; g < groups; g++) {
        for (let o = 0; o < outPerGroup; o++) {
          for (let i = 0; i < inPerGroup; i++) {
            for (let p = 0; p < short; p++) {
              for (let tap = 0; tap < k; tap++) {
                const [out, inn] = [g * outPerGroup + o, g * inPerGroup + i]
                const far = (p * stride + tap) % long
                if (transposed) visit((inn * outPerGroup + o) * k + tap, inn * short + p, out * long + far)
                else visit((out * inPerGroup + i) * k + tap, inn * long + far, out * short + p)
              }
            }
          }
        }
      }
    },
  }
}

/** Parts that all read the same input, or, `apart`, one each: packed projections, gates, experts. */
function stacked(inUnits: number, sizes: readonly number[], axes: Axes, apart = false): Layer {
  const total = sizes.reduce((sum, length) => sum + length, 0)
  const shape = axes.batch === undefined ? [total, inUnits] : [sizes.length, sizes[0]!, inUnits]
  return {
    shape,
    axes,
    inputs: apart ? inUnits * sizes.length : inUnits,
    outputs: total,
    connect: (visit) => {
      let o = 0
      for (const [part, length] of sizes.entries()) {
        for (let row = 0; row < length; row++, o++) {
          for (let i = 0; i < inUnits; i++) visit(o * inUnits + i, apart ? part * inUnits + i : i, o)
        }
      }
    },
  }
}

const qkv = { axis: 0, names: ['query', 'key', 'value'] }
const KINDS: Readonly<Record<string, Layer>> = {
  'linear [out, in]': linear(120, 80),
  'linear [in, out]': linear(120, 80, { in: 0, out: 1 }),
  convolution: conv({ in: 24, out: 36, k: 5, length: 24 }),
  'strided convolution': conv({ in: 24, out: 36, k: 4, length: 24, stride: 2 }),
  'grouped convolution': conv({ in: 48, out: 96, k: 3, length: 24, groups: 4 }),
  'depthwise convolution': conv({ in: 400, out: 800, k: 5, length: 16, groups: 400 }),
  'transposed convolution': conv({ in: 24, out: 36, k: 5, length: 24, transposed: true }),
  'strided transposed convolution': conv({ in: 48, out: 36, k: 4, length: 8, stride: 2, transposed: true }),
  'grouped strided transposed convolution': conv({
    in: 48,
    out: 96,
    k: 4,
    length: 16,
    stride: 2,
    groups: 4,
    transposed: true,
  }),
  embedding: linear(40, 200, { in: 0, out: 1, lookup: true }, true),
  'packed queries, keys and values': stacked(80, [80, 80, 80], { out: 0, in: 1, blocks: qkv }),
  'packed projections of grouped attention': stacked(80, [80, 20, 20], {
    out: 0,
    in: 1,
    blocks: { ...qkv, sizes: [80, 20, 20] },
  }),
  'stacked gates': stacked(60, [90, 90, 90, 90], { out: 0, in: 1, blocks: { axis: 0, count: 4 } }),
  experts: stacked(60, [70, 70, 70], { out: 1, in: 2, batch: 0 }, true),
}
/** Enough that the standard error of the ratio is below 0.7 %. */
const ENOUGH = 50_000

function mean(
  layer: Layer,
  initializer: ReturnType<typeof lecunNormal>,
  side: 'forward' | 'backward',
): number {
  let sum = 0
  const trials = Math.ceil(ENOUGH / Math.min(layer.inputs, layer.outputs)) + 8
  for (let trial = 0; trial < trials; trial++) {
    const rng = createRng(1000 + trial)
    const weights = initializer(request(layer.shape, { rng, dtype: 'float64', axes: layer.axes })).toArray()
    sum += ratios(layer, weights, trial)[side]
  }
  return sum / trials
}

describe.each(Object.entries(KINDS))('%s', (_, layer) => {
  it('gives gain² for fanIn, within 2 %', () => {
    const square = gain('silu') ** 2
    expect(
      Math.abs(mean(layer, kaimingNormal({ nonlinearity: 'silu' }), 'forward') / square - 1),
    ).toBeLessThan(0.02)
  })

  it('gives what Xavier promises of the two fans', () => {
    const fans = computeFans(layer.shape, layer.axes)
    const { std = 0 } = xavierUniform().describe({ ...layer, fans })
    const forward = mean(layer, xavierUniform(), 'forward')
    expect(Math.abs(forward / (fans.fanIn * std ** 2) - 1)).toBeLessThan(0.02)
  })
})

// Parts of a packed weight that read one input all send gradients back to it; an index has no gradient.
const SINGLE = Object.entries(KINDS).filter(
  ([, { axes }]) => axes.blocks === undefined && axes.lookup !== true,
)
describe.each(SINGLE)('%s', (_, layer) => {
  it('gives variance 1 backwards for fanOut, within 2 %', () => {
    const backwards = kaimingNormal({ mode: 'fanOut', gain: 1 })
    expect(Math.abs(mean(layer, backwards, 'backward') - 1)).toBeLessThan(0.02)
  })
})

describe('fans that are guessed from the shape as [out, in, k] are refuted', () => {
  it.each(['transposed convolution', 'strided transposed convolution', 'embedding', 'experts'])(
    '%s',
    (kind) => {
      const { axes, ...rest } = KINDS[kind]!
      const [, inUnits = 1, k = 1] = rest.shape
      const init = scaled(lecunNormal(), Math.sqrt(computeFans(rest.shape, axes).fanIn / (inUnits * k)))
      expect(Math.abs(mean({ ...rest, axes }, init, 'forward') - 1)).toBeGreaterThan(0.2)
    },
  )
})
