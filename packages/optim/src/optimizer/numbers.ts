import { finite, message, show, wrongKind, wrongValue } from '@nn/check'

/** A finite number of at least 0. */
export function atLeastZero(where: string, name: string, value: unknown): number {
  const checked = finite(where, name, value)
  if (checked >= 0) return checked
  throw wrongValue(where, `${name} >= 0`, value)
}

/** A number of [0, 1). */
export function belowOne(where: string, name: string, value: unknown): number {
  const checked = finite(where, name, value)
  if (checked >= 0 && checked < 1) return checked
  throw wrongValue(where, `${name} in [0, 1)`, value)
}

/** A learning rate, which has to be given where there is no default. */
export function rate(where: string, value: unknown): number {
  if (value !== undefined) return atLeastZero(where, 'learningRate', value)
  throw new TypeError(message(where, 'learningRate', 'none', 'give it, such as 0.1'))
}

/** The decays of the first and of the second moment: two numbers of [0, 1). */
export function betasOf(where: string, value: unknown): readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(where, 'betas to be two numbers', value)
  return [belowOne(where, 'betas[0]', value[0]), belowOne(where, 'betas[1]', value[1])]
}

/** `[low, high]` of finite numbers. @throws RangeError unless each fits */
export function pairOf(
  where: string,
  name: string,
  value: unknown,
  fits: (low: number, high: number) => boolean,
): readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(where, `${name} to be two numbers`, value)
  const [low, high] = [finite(where, `${name}[0]`, value[0]), finite(where, `${name}[1]`, value[1])]
  if (fits(low, high)) return [low, high]
  throw new RangeError(message(where, `${name} in order`, show(value)))
}
