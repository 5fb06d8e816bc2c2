import {
  concat,
  convolve,
  convolveTransposed,
  linear,
  moments,
  stack,
  standardize,
  type Tensor,
  where,
} from '@nn/tensor'

/** A small generator, for the structure of programs. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)] as T
  }
}

const FUNCTIONS = [
  ...(['tanh', 'sigmoid', 'sin', 'cos', 'square', 'neg', 'erf'] as const),
  ...(['softplus', 'silu', 'gelu', 'abs', 'relu'] as const),
]
const FUSED = ['relu', 'sigmoid', 'tanh', 'gelu', 'silu', 'softplus', undefined] as const

/** What a step has to work with: two tensors, and one that may be written to. */
interface Hand {
  readonly dice: Dice
  readonly x: Tensor
  readonly y: Tensor
  readonly w: Tensor
}

/** A step of a program; it gives new tensors, or none if it only writes. */
type StepOf = (hand: Hand) => Tensor | undefined

/** Bounded, so that long programs do not overflow. */
const calm = (x: Tensor): Tensor => x.tanh()

const axisOf = ({ dice, x }: Hand): number => dice.int(x.ndim)

/** Every kind of step, by its name. Those that do not fit their tensors throw, and are passed over. */
export const STEPS: Readonly<Record<string, StepOf>> = {
  unary: ({ dice, x }) => x[dice.pick(FUNCTIONS)](),
  unaryInPlace: ({ dice, w }) => {
    const name = dice.pick(FUNCTIONS)
    w[`${name}_`]()
    w.tanh_()
    return undefined
  },
  add: ({ x, y }) => x.add(y),
  sub: ({ x, y }) => x.sub(y),
  mul: ({ x, y }) => x.mul(y),
  div: ({ x, y }) => x.div(y.square().add(1)),
  pow: ({ x, y }) => calm(x).square().add(0.5).pow(calm(y)),
  maximum: ({ x, y }) => x.maximum(y),
  minimum: ({ x, y }) => x.minimum(y),
  addInPlace: ({ w, y }) => w.add_(calm(y)).clone(),
  subInPlace: ({ w, y }) => w.sub_(calm(y)).clone(),
  mulInPlace: ({ w, y }) => w.mul_(calm(y)).clone(),
  mulBySelf: ({ w }) => {
    w.mul_(w).tanh_()
    return undefined
  },
  transpose: ({ dice, x }) => x.transpose(dice.int(x.ndim), dice.int(x.ndim)),
  permute: ({ x }) => x.permute(...x.shape.map((_, i) => (i + 1) % x.ndim)),
  slice: ({ dice, x }) => x.slice(dice.pick([[0, null, 2], [null, null, -1], [1, null], 0] as const)),
  reshape: ({ x }) => x.reshape(-1),
  expand: ({ x }) => (x.ndim < 4 ? x.unsqueeze(0).expand(2, ...x.shape) : undefined),
  unfold: (hand) => hand.x.unfold(axisOf(hand), 2, { step: 1 + hand.dice.int(2) }),
  concat: (hand) => concat([hand.x, hand.y], axisOf(hand)),
  stack: ({ x }) => stack([x, calm(x), x]),
  pad: ({ dice, x }) => x.pad([[dice.int(2), 1]], 0.5),
  sum: (hand) => hand.x.sum(axisOf(hand), { keepDims: hand.dice.int(2) === 0 }),
  mean: ({ x }) => x.mean(),
  max: (hand) => hand.x.max(axisOf(hand)),
  min: (hand) => hand.x.min(axisOf(hand)),
  prod: (hand) => calm(hand.x).prod(axisOf(hand)),
  norm: (hand) => hand.x.norm(axisOf(hand)),
  var: (hand) => hand.x.var(axisOf(hand)),
  softmax: (hand) => hand.x.softmax(axisOf(hand)),
  logSoftmax: (hand) => hand.x.logSoftmax(axisOf(hand)),
  standardize: (hand) => {
    const { mean, variance } = moments(hand.x, axisOf(hand), { keepDims: true })
    const factor = variance.add(0.3).sqrt_().reciprocal_()
    const [weight, bias] = [hand.x.slice([0, 1]), hand.x.slice([0, 1]).neg()]
    return standardize(hand.x, { mean, factor, weight, bias })
  },
  copyInPlace: ({ w, y }) => w.copy_(calm(y)).mul(2),
  setNumber: ({ dice, w }) => {
    w.set([dice.int(w.shape[0] ?? 0)], 0.3)
    return undefined
  },
  setTensor: ({ w, y }) => {
    w.set([[0, 1]], calm(y))
    return undefined
  },
  matmul: ({ x, y }) => calm(x).matmul(calm(y)),
  linear: ({ dice, x, y }) => linear(calm(x), calm(y), undefined, { activation: dice.pick(FUSED) }),
  linearOfSelf: ({ dice, x }) => linear(calm(x), calm(x), x.sum(-1), { activation: dice.pick(FUSED) }),
  where: ({ x, y }) => where(x.gt(0.1), x, calm(y)),
  take: ({ x }) => x.take(x.backend.tensor([0, (x.shape[0] ?? 0) - 1, 0], { dtype: 'int32' })),
  convolve: ({ dice, x }) => {
    const weight = calm(x.slice([0, 1]).reshape(1, x.shape[1] ?? 0, -1)).slice(null, null, [0, 2])
    const options = { padding: dice.int(2), stride: 1 + dice.int(2), activation: dice.pick(FUSED) }
    return convolve(x, weight, undefined, options)
  },
  convolveInGroups: ({ dice, x }) => {
    const weight = calm(x.slice([0, 1]))
      .transpose(0, 1)
      .slice(null, null, [0, 2])
    const options = { groups: x.shape[1] ?? 0, dilation: 1 + dice.int(2), padding: 1 }
    return convolve(x, weight, x.slice(0).mean(-1), options)
  },
  convolveTransposed: ({ dice, x }) => {
    const weight = calm(x.slice([0, 1]).transpose(0, 1)).slice(null, null, [0, 2])
    return convolveTransposed(x, weight, undefined, { stride: 1 + dice.int(2) })
  },
  cast: ({ x }) => x.cast('float32').cast('float64').mul(0).add(x),
}

const NAMES = Object.keys(STEPS)

/** Runs a random program on inputs; which steps it takes depends on the seed and on shapes alone. Results of `most` elements are let go. */
export function runProgram(
  seed: number,
  inputs: readonly Tensor[],
  { used, most = 400 }: { readonly used?: Map<string, number>; readonly most?: number } = {},
): Tensor {
  const dice = new Dice(seed)
  const length = 5 + (seed % 25)
  const pool = [...inputs.map((x) => x.mul(1)), ...inputs]
  for (let i = 0; i < length; i++) {
    const name = dice.pick(NAMES)
    const hand = { dice, x: dice.pick(pool), y: dice.pick(pool), w: dice.pick(pool) }
    try {
      const result = STEPS[name]?.(hand)
      used?.set(name, (used.get(name) ?? 0) + 1)
      if (result !== undefined && result.size > 0 && result.size < most && result.ndim < 6) pool.push(result)
    } catch (error) {
      if (!(error instanceof RangeError || /expected/.test(String(error)))) throw error
    }
  }
  // Everything counts, also what was overwritten last.
  const weights = new Dice(seed + 1)
  return pool
    .map((x) =>
      x
        .reshape(-1)
        .sum()
        .mul(weights.next() - 0.5),
    )
    .reduce((sum, x) => sum.add(x))
}

/** Shapes of the inputs of all programs. */
const SHAPES: readonly (readonly number[])[] = [[3], [2, 3], [2, 2, 3], []]

/** Makes the inputs of a program. */
export type Make = (data: Float64Array, shape: readonly number[]) => Tensor

/** The inputs of a program, or a direction in their space. */
export function randomInputs(
  seed: number,
  make: Make,
  shapes: readonly (readonly number[])[] = SHAPES,
): Tensor[] {
  const dice = new Dice(seed)
  return shapes.map((shape) => {
    const size = shape.reduce((product, n) => product * n, 1)
    return make(
      Float64Array.from({ length: size }, () => dice.next() * 2 - 1),
      shape,
    )
  })
}
