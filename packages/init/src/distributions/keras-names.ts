import type { Initializer } from '../initializer/initializer.ts'
import { kaimingTruncatedNormal, kaimingUniform } from './kaiming.ts'
import { xavierTruncatedNormal, xavierUniform } from './xavier.ts'

// Keras's laws under Keras's names. `lecunNormal` is LeCun's law here, uncut: Keras's is `lecunTruncatedNormal`.

/**
 * Keras's `HeNormal`, which is `kaimingTruncatedNormal()`: N(0, std²) cut at two standard deviations, with std of what is left √(2/fanIn)
 * (https://keras.io/api/layers/initializers). `kaimingNormal` is not cut.
 *
 * @throws When applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { heNormal, kaimingTruncatedNormal } from '@nn/init'
 * heNormal().config // => kaimingTruncatedNormal().config
 * ```
 */
export function heNormal(): Initializer {
  return kaimingTruncatedNormal()
}

/**
 * Keras's `HeUniform`, which is `kaimingUniform()`: U[-a, a) with a = √(6/fanIn).
 *
 * @throws As `heNormal`.
 * @example
 * ```ts
 * import { heUniform, kaimingUniform } from '@nn/init'
 * heUniform().config // => kaimingUniform().config
 * ```
 */
export function heUniform(): Initializer {
  return kaimingUniform()
}

/**
 * Keras's `GlorotNormal`, which is `xavierTruncatedNormal()`: N(0, std²) cut at two standard deviations, with std of what is left
 * √(2/(fanIn + fanOut)). `xavierNormal` is not cut.
 *
 * @throws As `heNormal`.
 * @example
 * ```ts
 * import { glorotNormal, xavierTruncatedNormal } from '@nn/init'
 * glorotNormal().config // => xavierTruncatedNormal().config
 * ```
 */
export function glorotNormal(): Initializer {
  return xavierTruncatedNormal()
}

/**
 * Keras's `GlorotUniform`, which is `xavierUniform()`: U[-a, a) with a = √(6/(fanIn + fanOut)).
 *
 * @throws As `heNormal`.
 * @example
 * ```ts
 * import { glorotUniform, xavierUniform } from '@nn/init'
 * glorotUniform().config // => xavierUniform().config
 * ```
 */
export function glorotUniform(): Initializer {
  return xavierUniform()
}
