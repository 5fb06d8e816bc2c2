import { raised } from './errors.ts'
import { order } from './methods.ts'
import { isTuple, PyObject, tuple } from './objects.ts'
import { power } from './power.ts'
import { equal, isNumber, iterate, numeric, special, text, truth, typeName } from './values.ts'

/** The names of the methods of an operator, of its left side, of its right and in place. */
const SPECIAL: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '|': 'or',
  '&': 'and',
  '^': 'xor',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** `a op b` of arithmetic. */
export function arithmetic(op: string, a: unknown, b: unknown): unknown {
  const name = SPECIAL[op]
  const own = special(a, `__${name}__`, b) ?? special(b, `__r${name}__`, a)
  if (own !== undefined) return own
  if (isNumber(a) && isNumber(b)) return ofNumbers(op, numeric(a), numeric(b))
  const joined =
    op === '+' || op === '|' ? join(op, a, b) : op === '*' ? (repeat(a, b) ?? repeat(b, a)) : undefined
  if (joined !== undefined) return joined
  if (a instanceof Set && b instanceof Set && op === '-')
    return new Set([...a].filter((item) => !b.has(item)))
  if (a instanceof Set && b instanceof Set && op === '&') return new Set([...a].filter((item) => b.has(item)))
  if (typeof a === 'string' && op === '%') return percent(a, b)
  throw new TypeError(`an operation that is not read: ${typeName(a)} ${op} ${typeName(b)}`)
}

/** `a op= b`: what is assigned then. */
export function updated(op: string, a: unknown, b: unknown): unknown {
  const own = special(a, `__i${SPECIAL[op]}__`, b)
  if (own !== undefined) return own
  if (op === '+' && Array.isArray(a) && !isTuple(a)) {
    a.push(...iterate(b))
    return a
  }
  return arithmetic(op, a, b)
}

function join(op: string, a: unknown, b: unknown): unknown {
  if (op === '|' && a instanceof Map && b instanceof Map) return new Map([...a, ...b])
  if (op === '|' && a instanceof Set && b instanceof Set) return new Set([...a, ...b])
  if (op === '|') return undefined
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (Array.isArray(a) && Array.isArray(b) && isTuple(a) === isTuple(b)) {
    return isTuple(a) ? tuple([...a, ...b]) : [...a, ...b]
  }
  return undefined
}

function repeat(a: unknown, times: unknown): unknown {
  if (!isNumber(times)) return undefined
  const count = Math.max(0, Number(times))
  if (typeof a === 'string') return a.repeat(count)
  if (!Array.isArray(a)) return undefined
  const items = Array.from({ length: count }, () => a).flat(1)
  return isTuple(a) ? tuple(items) : items
}

/** `'%s' % value`, for texts, integers, and floats with digits. */
function percent(form: string, given: unknown): string {
  const values: unknown[] = Array.isArray(given) && isTuple(given) ? [...given] : [given]
  const said = form.replace(/%(?:\.(\d+))?([sdf%])|%/g, (_, digits?: string, kind?: string) => {
    if (kind === undefined) throw new SyntaxError(`a format that is not read: ${form}`)
    if (kind === '%') return '%'
    return kind === 'f' ? Number(values.shift()).toFixed(Number(digits ?? 6)) : text(values.shift())
  })
  if (values.length > 0) throw raised('TypeError', 'not all arguments converted during string formatting')
  return said
}

const BIG: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '**': (a, b) => a ** b,
  '//': (a, b) => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n),
  '%': (a, b) => ((a % b) + b) % b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
}

const SMALL: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': power,
}

/** Integers beyond ±2⁵³ stay exact. */
function ofNumbers(op: string, a: number | bigint, b: number | bigint): number | bigint {
  if ((op === '/' || op === '//' || op === '%') && Number(b) === 0)
    throw raised('ZeroDivisionError', 'division by zero')
  const whole = isInteger(a) && isInteger(b) && !(op === '**' && b < 0)
  const small = SMALL[op]
  const quick =
    small === undefined || typeof a === 'bigint' || typeof b === 'bigint' ? undefined : small(a, b)
  const exact = BIG[op]
  if (whole && exact !== undefined && (quick === undefined || !Number.isSafeInteger(quick))) {
    const big = exact(BigInt(a), BigInt(b))
    return Number.isSafeInteger(Number(big)) ? Number(big) : big
  }
  if (small === undefined) throw new TypeError(`an operation that is not read: ${op}`)
  return quick ?? small(Number(a), Number(b))
}

function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value)
}

/** `a op b` of a comparison; of tensors a tensor. */
export function comparison(op: string, a: unknown, b: unknown): unknown {
  if (op === 'is') return isSame(a, b)
  if (op === 'is not') return !isSame(a, b)
  if (op === 'in') return contains(b, a)
  if (op === 'not in') return !contains(b, a)
  if (op === '==') return special(a, '__eq__', b) ?? special(b, '__eq__', a) ?? equal(a, b)
  if (op === '!=') return special(a, '__ne__', b) ?? special(b, '__ne__', a) ?? !equal(a, b)
  const said = special(a, `__${SPECIAL[op]}__`, b) ?? special(b, `__${SPECIAL[MIRRORED[op] ?? '']}__`, a)
  if (said !== undefined) return said
  if (a instanceof PyObject || b instanceof PyObject) {
    throw new TypeError(`a comparison that is not read: ${typeName(a)} ${op} ${typeName(b)}`)
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return false
  const found = order(a, b)
  return op === '<' ? found < 0 : op === '<=' ? found <= 0 : op === '>' ? found > 0 : found >= 0
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (isNumber(a) && isNumber(b) && typeof a === typeof b && a === b)
}

function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part)
  if (whole instanceof Map || whole instanceof Set) return whole.has(part)
  const said = special(whole, '__contains__', part)
  if (said !== undefined) return truth(said)
  for (const item of iterate(whole)) if (equal(item, part)) return true
  return false
}

/** `-a`, `+a`, `~a` */
export function unary(op: string, a: unknown): unknown {
  const name = op === '-' ? '__neg__' : op === '+' ? '__pos__' : '__invert__'
  const said = special(a, name)
  if (said !== undefined) return said
  if (!isNumber(a) || op === '~') throw new TypeError(`an operation that is not read: ${op}${typeName(a)}`)
  const value = numeric(a)
  return op === '-' ? -value : value
}
