import { message } from './message.ts'

/**
 * What objects of one kind are recognised by, in whatever copy of their package they were made: packages are versioned
 * independently, so two copies of one can meet in a program, and `instanceof` knows but its own.
 */
export interface Brand {
  /** `Symbol.for` of the kind's name, such as `@nn/tensor`: the same in all copies. */
  readonly key: symbol
  /** The package and what it makes, as a message names them. */
  readonly from: string
  readonly noun: string
  /** Which members an object has for other copies; raised when they change in a way that breaks them. */
  readonly protocol: number
}

/**
 * Marks an object as one of a kind. Constructors call it: a computed class member would keep the class in every bundle, and an
 * inherited `Symbol.hasInstance` would make every subclass an instance of every other.
 */
export function mark(object: object, { key, protocol }: Brand): void {
  ;(object as Record<symbol, number>)[key] = protocol
}

/**
 * Whether a value was marked as one of the kind, by this copy or another.
 *
 * @throws TypeError if the other copy is too old or too new to work with this one.
 */
export function hasBrand(value: unknown, brand: Brand): boolean {
  if (typeof value !== 'object' || value === null) return false
  const found = (value as Record<symbol, unknown>)[brand.key]
  if (found === brand.protocol) return true
  if (found === undefined) return false
  const { from, noun, protocol } = brand
  const got = `protocol ${found}, from another copy`
  throw new TypeError(message(from, `${noun} of protocol ${protocol}`, got, 'npm dedupe, or update both'))
}
