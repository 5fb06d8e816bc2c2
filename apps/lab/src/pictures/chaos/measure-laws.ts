import { valueAndGrad } from '@nn/autograd'
import { cpuExact } from '@nn/backend-cpu'
import { createRng, type Rng } from '@nn/random'
import { linear, type Tensor } from '@nn/tensor'
import type { ActivationEntry } from '../../activations/activations.ts'
import { log } from '../../exact/log.ts'
import type { Law } from '../../theory/mean-field.ts'

/** The second moment of two inputs, and their correlation. */
export const PAIR = { square: 1, correlation: 0.5 } as const

const WIDTH = 128
/** Pairs of inputs, whose products are summed. */
const PAIRS = 4

/** What random networks of one law do to two inputs, and to gradients. */
export interface Measured {
  /** Of the last layer's pre-activations. */
  readonly correlation: number
  /** ln of the factor of the gradient's second moment, from each layer's pre-activations to those of the layer before; NaN or infinite where one left float32. */
  readonly growths: readonly number[]
}

/**
 * Random networks of some laws, side by side in one batch: all have the same Gaussian numbers as weights and biases, scaled by their law, and see the same inputs, so that
 * they differ in their laws alone.
 */
export function measureLaws(
  { layer: activate }: ActivationEntry,
  laws: readonly Law[],
  { depth, seed }: { readonly depth: number; readonly seed: number },
): Measured[] {
  const rng = createRng(seed).at('chaos')
  const each = 2 * PAIRS
  const [weightStd, biasStd] = (['weight', 'bias'] as const).map((name) =>
    cpuExact.tensor(
      laws.flatMap((law) => Array<number>(each).fill(Math.sqrt(law[name]))),
      { shape: [laws.length * each, 1] },
    ),
  )
  if (weightStd === undefined || biasStd === undefined) return []
  const sums: Tensor[] = []
  const { gradients } = valueAndGrad(
    { nothing: cpuExact.zeros([]) },
    (watch) => {
      let x = inputs(rng.at('inputs'), laws.length)
      for (let l = 0; l < depth; l++) {
        const weight = cpuExact.normal(rng.at(`${l}.weight`), [WIDTH, WIDTH]).mul(1 / Math.sqrt(WIDTH))
        const bias = cpuExact.normal(rng.at(`${l}.bias`), [WIDTH])
        const z = watch(String(l), linear(x, weight).mul(weightStd).add(biasStd.mul(bias)))
        sums.push(z)
        x = activate(z)
      }
      const last = sums.at(-1) ?? x
      return last.mul(cpuExact.normal(rng.at('gradient'), [WIDTH])).sum()
    },
    { allowUnused: true },
  )
  const squares = sums.map((_, l) => blocksOf(gradients.get(String(l)), laws.length).map(squareOf))
  return blocksOf(sums.at(-1), laws.length).map((block, i) => ({
    correlation: correlationOf(block),
    growths: squares.slice(1).map((square, l) => log(squares[l]?.[i] ?? 0) - log(square[i] ?? 0)),
  }))
}

/** The same pairs for every law, `[laws · 2 · PAIRS, WIDTH]`: x, and c x + √(1 − c²) y of another y. */
function inputs(rng: Rng, laws: number): Tensor {
  const { correlation: c } = PAIR
  const x = cpuExact.normal(rng, [PAIRS, 1, WIDTH])
  const y = cpuExact.normal(rng, [PAIRS, 1, WIDTH])
  const turned = x.mul(c).add(y.mul(Math.sqrt(1 - c * c)))
  const pairs = cpuExact.zeros([PAIRS, 2, WIDTH])
  pairs.slice(null, [0, 1]).copy_(x)
  pairs.slice(null, [1, 2]).copy_(turned)
  return pairs.expand([laws, PAIRS, 2, WIDTH]).reshape([laws * PAIRS * 2, WIDTH])
}

/** The numbers of each law. */
function blocksOf(tensor: Tensor | undefined, laws: number): Float64Array[] {
  const all = Float64Array.from(tensor?.toArray() ?? [], Number)
  const size = all.length / laws
  return Array.from({ length: laws }, (_, i) => all.subarray(i * size, (i + 1) * size))
}

function squareOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length
}

/** Σ u v / √(Σ u² Σ v²) over all pairs, whose rows follow each other. */
function correlationOf(block: Float64Array): number {
  let [uv, uu, vv] = [0, 0, 0]
  for (let pair = 0; pair < PAIRS; pair++)
    for (let k = 0; k < WIDTH; k++) {
      const [u = 0, v = 0] = [block[2 * pair * WIDTH + k], block[(2 * pair + 1) * WIDTH + k]]
      uv += u * v
      uu += u * u
      vv += v * v
    }
  return uv / Math.sqrt(uu * vv)
}
