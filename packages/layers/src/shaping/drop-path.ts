import { checkOptions, message, type OptionNames, within } from '@nn/check'
import type { Rng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { checkFloating, wrongShape } from '../check/input.ts'
import { optionalRng } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { join } from '../tree/links.ts'

/** The options of `DropPath`. */
export interface DropPathOptions {
  /** The root stream; the layer draws from `rng.at('path.mask')`, once for each forward in training. */
  readonly rng?: Rng | undefined
}

const NAMES: OptionNames<DropPathOptions> = { rng: true }

/**
 * Stochastic depth: in training, an example as a whole is 0 with probability `rate`, else `x / (1 − rate)`, so that the branch of a residual block is
 * left out for it (Huang et al., 2016, https://arxiv.org/abs/1603.09382); in evaluation, x itself: `[n, …] → [n, …]`. The masks depend on the seed, the
 * layer's path and the number of the call.
 *
 * @param rate In [0, 1].
 * @throws TypeError or RangeError if rate is no number in [0, 1]; in training, forward throws a TypeError without an rng, and a ShapeError of an input
 * without axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { DropPath } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const x = cpu.ones([1000, 2])
 * const drop = new DropPath(0.5, { rng: createRng(42) })
 * const y = drop.forward(x)
 * y.max().item() // => 2
 * y.slice(null, 0).equals(y.slice(null, 1)) // => true
 * drop.eval().forward(x).equals(x) // => true
 * ```
 */
export class DropPath extends Module {
  readonly rate: number
  readonly rng: Rng | undefined
  /** The stream of the masks, from the first forward in training on. */
  stream: Rng | undefined

  constructor(rate: number, options: DropPathOptions = {}) {
    super()
    checkOptions('DropPath', options, NAMES)
    this.rate = within('DropPath', 'rate', rate, 0, 1)
    this.rng = optionalRng('DropPath', options.rng)
    this.stream = undefined
  }

  override forward(x: Tensor): Tensor {
    const { rate } = this
    checkFloating(this, x)
    if (!this.training || rate === 0) return x
    const [n] = x.shape
    if (n === undefined) throw wrongShape(this, 'an input [n, …]', x, 'add an axis with x.unsqueeze(0)')
    if (this.rng === undefined) {
      const cure = 'pass { rng: createRng(42) }, or call eval() first'
      throw new TypeError(message(this.label, 'an rng in training', 'none', cure))
    }
    this.stream ??= this.rng.at(join(this.path, 'mask'))
    const kept = this.stream.bernoulli(new Uint8Array(n), { p: 1 - rate })
    const mask = x.backend.tensor(kept, { shape: [n, ...x.shape.slice(1).map(() => 1)], copy: false })
    return rate === 1 ? x.mul(mask) : x.mul(mask).mul_(1 / (1 - rate))
  }
}
