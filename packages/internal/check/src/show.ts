import { isDetached } from './detached.ts'

/** Most characters of a text, and most items of an array, that a message shows. */
const TEXT = 60
const ITEMS = 8
/** Most axes of a shape that a message shows: as many as a tensor has. */
const AXES = 64

/** A text of at most `TEXT` characters and its ellipsis. */
function short(text: string): string {
  return text.length > TEXT ? `${text.slice(0, TEXT)}…` : text
}

/**
 * How a wrong value is shown in a message: in one line of bounded length, whatever it is, without calling any code of its own.
 * Numbers, texts and short arrays as they are written; what is larger by its class.
 */
export function show(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS).map((item) => (Array.isArray(item) ? '[…]' : show(item)))
    if (value.length > ITEMS) items.push(`… ${value.length - ITEMS} more`)
    return `[${items.join(', ')}]`
  }
  return short(textOf(value))
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 2 * TEXT))
  // The digits of a large one take their time.
  if (typeof value === 'bigint')
    return value === BigInt.asIntN(256, value) ? `${value}n` : 'a bigint of more than 256 bits'
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  const made = value.constructor
  const name = (typeof made === 'function' && made.name) || 'no class'
  if (ArrayBuffer.isView(value) && isDetached(value)) return `a ${name} whose memory was transferred`
  if (ArrayBuffer.isView(value) && 'length' in value) return `a ${name} of ${value.length} elements`
  return name === 'Object' ? 'an object' : `an instance of ${name}`
}

/** Most characters of a path, an address or a place that a message shows. */
const PLACE = 300

/** A path, an address or a place in a message: of a long one its end, which tells it from others. */
export function ending(text: string): string {
  return text.length > PLACE ? `…${text.slice(-PLACE)}` : text
}

/** Some of many names, as messages list them. */
export function showNames(names: readonly string[]): string {
  const shown = names.slice(0, ITEMS).map(short)
  if (names.length > ITEMS) shown.push(`… ${names.length - ITEMS} more`)
  return shown.join(', ')
}

/** A shape as messages and tables show it; `?` for a length that is not known yet. */
export function showShape(shape: readonly (number | null)[]): string {
  const lengths = shape.slice(0, AXES).map((length) => (length === null ? '?' : show(length)))
  if (shape.length > AXES) lengths.push(`… ${shape.length - AXES} more`)
  return `[${lengths.join(', ')}]`
}
