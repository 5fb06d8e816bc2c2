import { finite } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { ORTHOGONAL, type OrthogonalOptions } from '../orthogonal/orthogonal.ts'
import { diagonal } from './eye.ts'

/**
 * `gain · I`, for the recurrent weights of a relu network with zero biases: the untrained network keeps its state
 * (Le et al., 2015, https://arxiv.org/abs/1504.00941). Each gate of a packed weight is an identity of its own. Needs no rng.
 *
 * @throws TypeError or RangeError if gain is not a finite number; when applied, ShapeError if there are not 2 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, irnn } from '@nn/init'
 * irnn({ gain: 0.5 })(createRequest({ shape: [2, 2], backend: cpu })).toNested() // => [[0.5, 0], [0, 0.5]]
 * ```
 */
export function irnn(options: OrthogonalOptions = {}): Initializer {
  checkFactory('irnn', options, ORTHOGONAL)
  const { gain = 1 } = options
  finite('irnn', 'gain', gain)
  return diagonal({ name: 'irnn', gain }, { gain, shift: 0, batched: false })
}
