import { show } from './check.ts'
import { nearest } from './nearest.ts'

/**
 * Throws unless `options` is an object whose members all have one of the names: a misspelt option is no silent default.
 *
 * @throws TypeError, with the nearest name.
 * @example
 * ```ts
 * import { checkOptions } from '@nn/init'
 * checkOptions('normal', { stdev: 1 }, ['mean', 'std']) // throws /normal: expected options mean, std, got "stdev"; did you mean "std"/
 * ```
 */
export function checkOptions(where: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${where}: expected an options object, got ${show(options)}`)
  }
  if ('backend' in options && 'shape' in options) {
    throw new TypeError(`${where}: expected options, got a request; call the factory first, as in ${where}()`)
  }
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) {
      const expected = `expected options ${names.join(', ')}, got ${show(name)}`
      throw new TypeError(`${where}: ${expected}; did you mean ${show(nearest(name, names)[0])}?`)
    }
  }
}
