import { message, show, wrongKind, wrongValue } from '@nn/check'
import type { DType, Tensor } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { hasFans } from '../parameter/axes.ts'
import type { Law, LawRequest } from './law.ts'
import type { InitRequest } from './request.ts'

// One rule for all values that become a parameter's: what is finite stays finite, and a law does not vanish.

/** How many standard deviations from its mean a law without ends is taken to reach: more than any stream draws. */
const REACH = 16

/** The kinds of numbers: one is cast to its own or a later one. */
const KINDS: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 2 }

/**
 * Whether a dtype has numbers of the kind of another one: bool < int32 < float32 and float64.
 *
 * @example
 * ```ts
 * import { canHold } from '@nn/init/layer'
 * canHold('float32', 'float64') // => true
 * canHold('int32', 'float32') // => false
 * ```
 */
export function canHold(dtype: DType, other: DType): boolean {
  return KINDS[other] <= KINDS[dtype]
}

/** The nearest number of a dtype of floats; infinite if it is out of its range. */
function nearestOf(value: number, dtype: DType): number {
  return dtype === 'float32' ? Math.fround(value) : value
}

/** The request of an initializer as its law has it; fans where there are some, worked out now if the law `needsFans`. */
export function lawRequestOf(request: InitRequest, needsFans = false): LawRequest {
  const { path, shape, axes, givenFans } = request
  if (!hasFans(axes)) return { path, shape, axes, fans: givenFans }
  if (needsFans) return { path, shape, axes, fans: request.fans }
  return {
    path,
    shape,
    axes,
    get fans() {
      return request.fans
    },
  }
}

/**
 * Throws if a request's dtype is too narrow for a law: its largest values would be infinite, or its spread 0. A law that is
 * infinite itself, as a constant can be, means it.
 */
export function checkHeld({ path, shape, dtype }: InitRequest, law: Law): void {
  const { mean = 0, std, low, high } = law
  const isFloat = dtype === 'float32' || dtype === 'float64'
  if (!isFloat || std === undefined || Number.isNaN(std) || sizeOf(shape) === 0) return
  if (std === 0 && !Number.isFinite(mean)) return
  const isClosed = low !== undefined && high !== undefined && Number.isFinite(high - low)
  const least = isClosed ? low : mean - REACH * std
  const most = isClosed ? high : mean + REACH * std
  const scale = isClosed ? Math.max(-low, high) : std
  const isHeld = [least, most, most - least].every((end) => Number.isFinite(nearestOf(end, dtype)))
  const isSpread = std === 0 || !isClosed || nearestOf(least, dtype) < nearestOf(most, dtype)
  if (isHeld && isSpread && (scale === 0 || nearestOf(scale, dtype) !== 0)) return
  const cure = dtype === 'float32' ? "take another scale, or dtype 'float64'" : 'take another scale'
  throw new RangeError(message(path, `values in the range of ${dtype}`, law.text.slice(0, 80), cure))
}

/** Throws unless a number is one of a dtype's kind and range; infinite ones are floats. */
export function checkNumber(path: string, value: number, dtype: DType): void {
  if (dtype === 'bool' && value !== 0 && value !== 1) throw wrongKind(path, 'true or false for bool', value)
  if (dtype === 'int32' && value !== (value | 0)) {
    throw (Number.isInteger(value) ? wrongValue : wrongKind)(path, 'integers of 32 bits for int32', value)
  }
  if (Number.isFinite(value) && !Number.isFinite(nearestOf(value, dtype))) throw outside(path, value)
}

/**
 * Given values as a dtype, which is wider or another float; infinite ones stay, others have to stay finite.
 *
 * @throws TypeError if the dtype has no numbers of their kind, RangeError if one is out of its range.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { castHeld } from '@nn/init/layer'
 * const values = cpu.tensor([0.5, 1e39], { dtype: 'float64' })
 * castHeld('0.bias', values.slice([0, 1]), 'float32').toNested() // => [0.5]
 * castHeld('0.bias', values, 'float32') // throws /0\.bias: expected values in the range of float32, got 1e\+39/
 * ```
 */
export function castHeld(path: string, value: Tensor, dtype: DType): Tensor {
  if (value.dtype === dtype) return value
  if (!canHold(dtype, value.dtype)) {
    const cure = `round and cast it first, as in values.cast('${dtype}')`
    throw new TypeError(message(path, `values of ${dtype}`, value.dtype, cure))
  }
  const cast = value.cast(dtype)
  if (dtype !== 'float32') return cast
  const [before, after] = [value.toArray(), cast.toArray()]
  for (let i = 0; i < after.length; i++) {
    if (Math.abs(after[i] ?? 0) !== Number.POSITIVE_INFINITY || !Number.isFinite(before[i])) continue
    throw outside(path, before[i])
  }
  return cast
}

function outside(path: string, value: unknown): RangeError {
  return new RangeError(message(path, 'values in the range of float32', show(value), "take dtype 'float64'"))
}
