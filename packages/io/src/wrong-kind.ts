import { message, show } from '@nn/check'

/** A `TypeError` that shows the value which is of another kind than expected. */
export function wrongKind(where: string, expected: string, value: unknown, cure?: string): TypeError {
  return new TypeError(message(where, expected, show(value), cure))
}
