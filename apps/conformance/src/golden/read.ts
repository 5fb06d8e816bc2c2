// What a file says, as the kind that an adapter needs: anything else is an error that says so.

function refuse(kind: string, value: unknown): never {
  throw new TypeError(`expected ${kind} in the file, got ${JSON.stringify(value)}`)
}

/** A number. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : refuse('a number', value)
}

/** A number, or an integer that only a bigint holds. */
export function integerOf(value: unknown): number | bigint {
  return typeof value === 'bigint' ? value : numberOf(value)
}

/** A text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : refuse('a text', value)
}

/** A list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse('a list', value)
}

/** A list of numbers. */
export function numbersOf(value: unknown): number[] {
  return listOf(value).map(numberOf)
}

/** A list of texts. */
export function textsOf(value: unknown): string[] {
  return listOf(value).map(textOf)
}
