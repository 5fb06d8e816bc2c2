import { deviation, finite, type OptionNames } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { elementwise } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { normalLaw } from '../initializer/law.ts'

/** Mean and standard deviation. */
export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number
  /** Standard deviation, default 1; 0 gives the mean everywhere. */
  readonly std?: number
}

/** @internal */
export const NORMAL: OptionNames<NormalOptions> = { mean: true, std: true }

/**
 * N(mean, std²), by default N(0, 1).
 *
 * @throws TypeError if an option is no number, RangeError if it is not finite or `std < 0`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, normal } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = normal({ std: 0.01 })(createRequest({ shape: [1000], backend: cpu, rng: createRng(42) }))
 * Math.abs(Number(w.std().item()) - 0.01) < 0.001 // => true
 * normal({ std: -1 }) // throws /normal: expected std >= 0, got -1/
 * ```
 */
export function normal(options: NormalOptions = {}): Initializer {
  checkFactory('normal', options, NORMAL)
  const { mean = 0, std = 1 } = options
  finite('normal', 'mean', mean)
  deviation('normal', std)
  return elementwise({
    config: { name: 'normal', mean, std },
    needs: ['rng'],
    write: ({ rng }, out, start) => rng.normal(out, { mean, std, start }),
    describe: () => normalLaw(mean, std),
  })
}

/**
 * N(mean, std²), in place; returns the target, a tensor or a parameter.
 *
 * @throws As `normal`, and TypeError without rng; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = normal_(cpu.zeros([2, 3]), { std: 0.01, rng: createRng(42) })
 * w.equals(cpu.normal(createRng(42), [2, 3], { std: 0.01 })) // => true
 * ```
 */
export const normal_: InPlace<NormalOptions & RngOption> = /* @__PURE__ */ inPlace('normal_', normal, NORMAL)
