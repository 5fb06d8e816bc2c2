import { checkFill } from '../initializer/fill.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'

/**
 * NaN everywhere, for weights that a checkpoint or the like must set before use. A forgotten one makes results NaN, and `traceNaN` of
 * `@nn/layers` names it. Float dtypes only. Needs no rng.
 *
 * @throws When applied, TypeError for a dtype without NaN.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, nan } from '@nn/init'
 * nan()(createRequest({ shape: [2], backend: cpu })).isNaN().all().item() // => true
 * ```
 */
export function nan(): Initializer {
  return createInitializer({
    config: { name: 'nan' },
    writer: (request) => {
      checkFill('nan', request)
      return (out) => out.fill(Number.NaN)
    },
    describe: () => ({ text: 'NaN' }),
  })
}
