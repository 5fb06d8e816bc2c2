import { flag, type OptionNames } from '@nn/check'
import { atLeastZero, betasOf, rate } from '../optimizer/numbers.ts'
import { type Design, type Optimizer, type OptimizerOptions, optimizerOf } from '../optimizer/optimizer.ts'
import type { Move } from '../optimizer/rule.ts'
import type { Trained } from '../optimizer/trained.ts'

/** The options of `adam` and `adamW`, which groups may have of their own. */
export interface AdamSettings {
  /** η, at least 0. Default 0.001. */
  readonly learningRate?: number | undefined
  /** β₁ and β₂: what stays of the moments. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number] | undefined
  /** ε, added to the root. Default 1e-8. */
  readonly eps?: number | undefined
  /** λ. Default 0 of `adam`, 0.01 of `adamW`. */
  readonly weightDecay?: number | undefined
  /** Whether to divide by the largest second moment so far. Default false. */
  readonly amsgrad?: boolean | undefined
  /** Whether to go up along the gradient. Default false. */
  readonly maximize?: boolean | undefined
}

/** All options of `adam` and `adamW`. */
export interface AdamOptions extends AdamSettings, OptimizerOptions<AdamSettings> {}

const names: OptionNames<AdamSettings> = {
  ...{ learningRate: true, betas: true, eps: true, weightDecay: true, amsgrad: true, maximize: true },
}

function read(where: string, given: AdamSettings, decay: number) {
  const { learningRate = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = decay } = given
  return {
    learningRate: rate(where, learningRate),
    betas: betasOf(where, betas),
    eps: atLeastZero(where, 'eps', eps),
    weightDecay: atLeastZero(where, 'weightDecay', weightDecay),
    amsgrad: flag(where, 'amsgrad', given.amsgrad ?? false),
    maximize: flag(where, 'maximize', given.maximize ?? false),
  }
}

type AdamHyper = ReturnType<typeof read>

function move({ w, g, kept, hyper, rate }: Move<AdamHyper>, isDecoupled: boolean): void {
  const { betas, eps, weightDecay, maximize } = hyper
  const [b1, b2] = betas
  const { expAvg: m, expAvgSq: v, maxExpAvgSq: most } = kept.slots
  if (m === undefined || v === undefined) return
  const size = rate / (1 - b1 ** kept.steps)
  const root = Math.sqrt(1 - b2 ** kept.steps)
  const shrink = isDecoupled ? 1 - rate * weightDecay : 1
  const decay = isDecoupled ? 0 : weightDecay
  const sign = maximize ? -1 : 1
  for (let i = 0; i < w.length; i++) {
    const slope = sign * g[i]! + decay * w[i]!
    const mean = m[i]! + (slope - m[i]!) * (1 - b1)
    let square = b2 * v[i]! + (1 - b2) * slope * slope
    m[i] = mean
    v[i] = square
    if (most !== undefined) {
      // NaN stays, as a maximum of tensors keeps it.
      square = Math.max(most[i]!, square)
      most[i] = square
    }
    w[i] = shrink * w[i]! - (size * mean) / (Math.sqrt(square) / root + eps)
  }
}

function designOf(name: string, isDecoupled: boolean): Design<AdamHyper, AdamSettings> {
  return {
    names,
    read: (where, given) => read(where, given, isDecoupled ? 0.01 : 0),
    rule: {
      name,
      slots: ({ amsgrad }) => ({ expAvg: 0, expAvgSq: 0, ...(amsgrad && { maxExpAvgSq: 0 }) }),
      move: (planned) => move(planned, isDecoupled),
    },
  }
}

const coupled = /* @__PURE__ */ designOf('adam', false)
const decoupled = /* @__PURE__ */ designOf('adamW', true)

/**
 * Adam as PyTorch's: of g + λ·w, m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g²; w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and
 * v̂ = v/(1 − β₂ᵗ), t the steps of this parameter.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Kingma, Ba (2015), https://arxiv.org/abs/1412.6980; amsgrad: Reddi, Kale, Kumar (2018), https://openreview.net/forum?id=ryQu7f-RZ
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { adam } from '@nn/optim'
 * const w = cpu.tensor([1, 2], { dtype: 'float64' })
 * adam({ w }, { learningRate: 0.5, eps: 0 }).step(new Map([['w', cpu.tensor([3, -0.001])]]))
 * w.toNested() // => [0.5, 2.5]
 * ```
 */
export function adam(trained: Trained, options: AdamOptions = {}): Optimizer {
  return optimizerOf(coupled, trained, options)
}

/**
 * Adam with the decay apart from the gradient, as PyTorch's `AdamW`: w ← (1 − η·λ)·w first, then the step of `adam` without λ.
 *
 * @param trained A network, or parameters and tensors by name, of floats.
 * @throws TypeError or RangeError if an option is wrong, or a group matches no parameter.
 * @see Loshchilov, Hutter (2019), https://arxiv.org/abs/1711.05101
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { zeros } from '@nn/init'
 * import { Dense } from '@nn/layers'
 * import { adamW, cosineAnnealing } from '@nn/optim'
 * const layer = new Dense(2, { inUnits: 3, weightInit: zeros() })
 * layer.initialize({ backend: cpu })
 * const groups = [[{ role: 'bias' }, { weightDecay: 0 }]] as const
 * const optimizer = adamW(layer, { learningRate: 0.1, schedule: cosineAnnealing({ steps: 100 }), groups })
 * optimizer.step(new Map([['weight', cpu.ones([2, 3])]]))
 * layer.weight.data.allClose(cpu.full([2, 3], -0.1)) // => true
 * ```
 */
export function adamW(trained: Trained, options: AdamOptions = {}): Optimizer {
  return optimizerOf(decoupled, trained, options)
}
