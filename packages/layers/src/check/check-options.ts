import { checkOptions as check, show } from '@nn/check'

/** `checkOptions` of @nn/check by a list of names, for options that are there. */
export function checkOptions(where: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${where}: expected an options object, got ${show(options)}`)
  }
  check<object>(where, options, Object.fromEntries(names.map((name) => [name, true] as const)))
}
