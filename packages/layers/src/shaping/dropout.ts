import { checkOptions, message, type OptionNames, within } from '@nn/check'
import type { LayerKind } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { checkFloating } from '../check/input.ts'
import { optionalRng } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { join } from '../tree/links.ts'

/** The options of `Dropout`. */
export interface DropoutOptions {
  /** The root stream; the layer draws from `rng.at('path.mask')`, once for each forward in training. */
  readonly rng?: Rng | undefined
}

const NAMES: OptionNames<DropoutOptions> = { rng: true }

/**
 * In training, 0 with probability `rate`, else `x / (1 − rate)`, each element on its own (Srivastava et al.,
 * 2014, https://jmlr.org/papers/v15/srivastava14a.html); in evaluation, x itself. The masks depend on the
 * seed, the layer's path and the number of the call.
 *
 * @param rate In [0, 1].
 * @throws TypeError or RangeError if rate is no number in [0, 1]; in training, forward throws a TypeError
 * without an rng.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dropout } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const x = cpu.ones([1000])
 * const dropout = new Dropout(0.5, { rng: createRng(42) })
 * dropout.forward(x).max().item() // => 2
 * dropout.forward(x).equals(dropout.forward(x)) // => false
 * dropout.eval().forward(x).equals(x) // => true
 * new Dropout(0.5).forward(x) // throws /Dropout: expected an rng in training, got none; pass \{ rng: createRng\(42\) \}/
 * ```
 */
export class Dropout extends Module {
  override readonly kind: LayerKind = 'dropout'
  readonly rate: number
  readonly rng: Rng | undefined
  /** The stream of the masks, from the first forward in training on. */
  stream: Rng | undefined

  constructor(rate: number, options: DropoutOptions = {}) {
    super()
    checkOptions('Dropout', options, NAMES)
    this.rate = within('Dropout', 'rate', rate, 0, 1)
    this.rng = optionalRng('Dropout', options.rng)
    this.stream = undefined
  }

  override get takesSeed(): boolean {
    return this.rate > 0
  }

  override forward(x: Tensor): Tensor {
    const { rate } = this
    checkFloating(this, x)
    if (!this.training || rate === 0) return x
    if (this.rng === undefined) {
      const cure = 'pass { rng: createRng(42) }, or call eval() first'
      throw new TypeError(message(this.label, 'an rng in training', 'none', cure))
    }
    this.stream ??= this.rng.at(join(this.path, 'mask'))
    const kept = this.stream.bernoulli(new Uint8Array(x.size), { p: 1 - rate })
    const mask = x.backend.tensor(kept, { shape: x.shape, copy: false })
    return rate === 1 ? x.mul(mask) : x.mul(mask).mul_(1 / (1 - rate))
  }
}
