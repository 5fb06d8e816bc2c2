const MAX_ITEMS = 100
const MAX_DEPTH = 4

/** A value as a line of code would say it; what knows how to print itself, such as a tensor, does. */
export function inspect(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(value)) return list(value, depth)
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${list(elements(value), depth)}`
  if (value instanceof Map || value instanceof Set)
    return `${value.constructor.name} ${list([...value], depth)}`
  return value.toString === Object.prototype.toString ? members(value, depth) : String(value)
}

function elements(view: ArrayBufferView): ArrayLike<unknown> {
  return view instanceof DataView ? new Uint8Array(view.buffer) : (view as unknown as ArrayLike<unknown>)
}

function list(values: ArrayLike<unknown>, depth: number): string {
  const shown = Array.from({ length: Math.min(values.length, MAX_ITEMS) }, (_, i) =>
    inspect(values[i], depth + 1),
  )
  const rest = values.length > MAX_ITEMS ? [`… ${values.length - MAX_ITEMS} more`] : []
  return `[${[...shown, ...rest].join(', ')}]`
}

function members(value: object, depth: number): string {
  const all = Object.entries(value).map(([key, member]) => `${keyOf(key)}: ${inspect(member, depth + 1)}`)
  return all.length === 0 ? '{}' : `{ ${all.slice(0, MAX_ITEMS).join(', ')} }`
}

function keyOf(key: string): string {
  return /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(key) ? key : inspect(key)
}
