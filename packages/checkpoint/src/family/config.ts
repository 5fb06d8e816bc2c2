import { isPlain, message, show, wrongKind, wrongValue } from '@nn/check'

/** Hugging Face's `config.json`, parsed. */
export type Config = Readonly<Record<string, unknown>>

/** The fields of a config, read with checks: errors name the field. */
export interface Fields {
  /** A whole number above 0 that must be there. */
  count(name: string): number
  /** The same, or `otherwise` where it is left out or null. */
  countOr(name: string, otherwise: number): number
  /** A whole number, or undefined where it is null; `otherwise` where it is left out. */
  index(name: string, otherwise: number | undefined): number | undefined
  flag(name: string, otherwise: boolean): boolean
  /** A finite number above 0; `otherwise` where it is left out, null or 0, as in `transformers`. */
  scale(name: string, otherwise: number): number
  has(name: string): boolean
  /** How many members an object has; undefined where it is left out or null. */
  sizeOf(name: string): number | undefined
  /** How many elements an array has; undefined where it is left out or null. */
  lengthOf(name: string): number | undefined
  /** Checks a field that says, where it is there, what `name` says. @throws RangeError if they differ */
  agrees(name: string, other: string): void
}

/** How messages begin. */
const WHERE = 'config'

/** The most elements of one axis, and of a whole number in a config. */
const MOST = 2 ** 40

/** @throws TypeError if the config is no object. */
export function fieldsOf(config: Config): Fields {
  if (!isPlain(config)) throw wrongKind(WHERE, 'the object of a config.json', config)
  const value = (name: string): unknown => (Object.hasOwn(config, name) ? config[name] : undefined)
  const whole = (name: string, least: number, got: unknown): number => {
    if (typeof got === 'number' && Number.isInteger(got) && least <= got && got <= MOST) return got
    const cure = got === undefined ? 'add the field' : undefined
    const expected = `${name} to be a whole number of [${least}, 2^40]`
    throw new RangeError(message(WHERE, expected, got === undefined ? 'none' : show(got), cure))
  }
  return {
    count: (name) => whole(name, 1, value(name)),
    countOr: (name, otherwise) => whole(name, 1, value(name) ?? otherwise),
    index: (name, otherwise) => {
      const got = value(name)
      return got === null ? undefined : got === undefined ? otherwise : whole(name, -MOST, got)
    },
    flag: (name, otherwise) => {
      const got = value(name) ?? otherwise
      if (typeof got === 'boolean') return got
      throw wrongKind(WHERE, `${name} to be true or false`, got)
    },
    scale: (name, otherwise) => {
      const got = value(name) ?? otherwise
      if (got === 0) return otherwise
      if (typeof got === 'number' && Number.isFinite(got) && got > 0) return got
      throw wrongValue(WHERE, `${name} to be a number > 0`, got)
    },
    has: (name) => value(name) !== undefined && value(name) !== null,
    sizeOf: (name) => {
      const got = value(name) ?? undefined
      if (got === undefined || isPlain(got)) return got && Object.keys(got).length
      throw wrongKind(WHERE, `${name} to be an object`, got)
    },
    lengthOf: (name) => {
      const got = value(name) ?? undefined
      if (got === undefined || Array.isArray(got)) return got?.length
      throw wrongKind(WHERE, `${name} to be an array`, got)
    },
    agrees: (name, other) => {
      const [one, two] = [value(name), value(other) ?? undefined]
      if (two !== undefined && one !== two) throw contradiction([name, one], [other, two])
    },
  }
}

/** The error of two fields that cannot both hold. */
export function contradiction(
  one: readonly [string, unknown],
  other: readonly [string, unknown],
): RangeError {
  const cure = 'leave one of them out, or make them agree'
  return new RangeError(
    message(WHERE, `${other[0]} to fit ${one[0]}`, `${show(other[1])} and ${show(one[1])}`, cure),
  )
}

/** @throws RangeError unless `whole` is a multiple of `part`. */
export function divides(part: readonly [string, number], whole: readonly [string, number]): number {
  const [quotient, expected] = [whole[1] / part[1], `${whole[0]} to be a multiple of ${part[0]}`]
  if (Number.isInteger(quotient)) return quotient
  throw new RangeError(message(WHERE, expected, `${whole[1]} and ${part[1]}`))
}

/**
 * The row of padding as PyTorch takes it: a negative one counts from the end.
 *
 * @throws RangeError if the embedding has no such row.
 */
export function paddingRow(index: number | undefined, rows: number): number | undefined {
  if (index === undefined) return undefined
  if (-rows <= index && index < rows) return index < 0 ? rows + index : index
  throw new RangeError(message(WHERE, `pad_token_id to be a row of the ${rows} of vocab_size`, String(index)))
}
