import type { Tensor } from '@nn/tensor'
import { finite } from './check.ts'
import { createInitializer, type Initializer, type InitLike, toInitializer } from './initializer.ts'
import { digits, type Law } from './law.ts'

/**
 * `factor · w`, with w from `init`.
 *
 * @throws TypeError if `init` is no initializer, RangeError if factor is not finite.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, createRequest, scaled } from '@nn/init'
 * scaled(constant(21), 2)(createRequest({ shape: [2], backend: cpu })).toNested() // => [42, 42]
 * ```
 */
export function scaled(init: InitLike, factor: number): Initializer {
  const inner = toInitializer(init)
  finite('scaled', 'factor', factor)
  return createInitializer(
    { name: 'scaled', init: inner.config, factor },
    inner.needs,
    (request) => inner(request).mul(factor),
    (request) => scaledLaw(inner.describe(request), factor),
    inner.check,
  )
}

/**
 * `fn(w)`, with w from `init`: a law of one's own on top of another.
 *
 * @throws TypeError if `init` is no initializer.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, createRequest, mapped } from '@nn/init'
 * mapped(constant(-7), (w) => w.abs())(createRequest({ shape: [2], backend: cpu })).toNested() // => [7, 7]
 * ```
 */
export function mapped(init: InitLike, fn: (values: Tensor) => Tensor): Initializer {
  const inner = toInitializer(init)
  const outer = toInitializer(
    Object.defineProperty((request) => fn(inner(request)), 'name', { value: fn.name }),
  )
  return createInitializer({ ...outer.config, init: inner.config }, inner.needs, outer, (request) => ({
    text: `${outer.config.name} of ${inner.describe(request).text}`,
  }))
}

function scaledLaw({ text, mean, std, low, high }: Law, factor: number): Law {
  const ends = [low, high].map((end) => (end === undefined ? undefined : end * factor))
  if (factor < 0) ends.reverse()
  return {
    text: `${digits(factor)}·${text}`,
    ...(mean === undefined ? {} : { mean: mean * factor }),
    ...(std === undefined ? {} : { std: std * Math.abs(factor) }),
    ...(ends[0] === undefined ? {} : { low: ends[0] }),
    ...(ends[1] === undefined ? {} : { high: ends[1] }),
  }
}
