import { finite, message, show } from '@nn/check'
import type { Tensor, TensorData } from '@nn/tensor'
import { checkNumber, lawRequestOf } from '../initializer/held.ts'
import {
  createInitializer,
  type Description,
  type Initializer,
  type InitLike,
  isData,
} from '../initializer/initializer.ts'
import { digits, type Law } from '../initializer/law.ts'
import type { InitRequest } from '../initializer/request.ts'
import { toInitializer } from '../initializer/to-initializer.ts'

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
  const { writer } = inner
  const description: Description = {
    config: { name: 'scaled', init: inner.config, factor },
    needs: inner.needs,
    describe: (request) => scaledLaw(inner.describe(request), factor),
    check: inner.check,
    isData: isData(inner),
  }
  if (writer === undefined) {
    const draw = (request: InitRequest): TensorData =>
      multiply(inner.elements(request).slice(), factor, request)
    return createInitializer({ ...description, draw })
  }
  return createInitializer({
    ...description,
    writer: (request) => {
      const write = writer(request)
      // Elementwise laws of whole numbers are constants.
      if (!isFloat(request))
        checkNumber(request.path, description.describe(lawRequestOf(request)).mean ?? 0, request.dtype)
      return (out, start) => {
        write(out, start)
        multiply(out, factor, request)
      }
    },
  })
}

function isFloat({ dtype }: InitRequest): boolean {
  return dtype === 'float32' || dtype === 'float64'
}

/** Multiplies values where they lie. @throws TypeError or RangeError if a product is no whole number, where these are wanted. */
function multiply(values: TensorData, factor: number, request: InitRequest): TensorData {
  const { path, dtype } = request
  const own = dtype === 'float32' ? Math.fround(factor) : factor
  if (!isFloat(request)) for (const value of values) checkNumber(path, value * own, dtype)
  for (let i = 0; i < values.length; i++) values[i]! *= own
  return values
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
  if (typeof fn !== 'function') throw new TypeError(message('mapped', 'a function of a tensor', show(fn)))
  const outer = toInitializer(
    Object.defineProperty((request) => fn(inner(request)), 'name', { value: fn.name }),
  )
  return createInitializer({
    config: { ...outer.config, init: inner.config },
    needs: inner.needs,
    draw: (request) => outer.elements(request),
    describe: (request) => ({ text: `${outer.config.name} of ${inner.describe(request).text}` }),
    isData: false,
  })
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
