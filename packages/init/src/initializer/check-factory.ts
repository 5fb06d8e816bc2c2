import { checkOptions, message, type OptionNames, show } from '@nn/check'

/**
 * `checkOptions` for options that must be there.
 *
 * @throws TypeError if they are left out; else as `checkOptions`.
 * @internal
 */
export function checkGiven<T extends object>(where: string, options: T, names: OptionNames<T>): void {
  if (options === undefined) throw new TypeError(message(where, 'an options object', show(options)))
  checkOptions(where, options, names)
}

/**
 * `checkGiven` for a factory, which may have been taken for the initializer itself.
 *
 * @throws TypeError for a request, with the cure; else as `checkGiven`.
 * @internal
 */
export function checkFactory<T extends object>(where: string, options: T, names: OptionNames<T>): void {
  if (typeof options === 'object' && options !== null && 'backend' in options && 'shape' in options) {
    throw new TypeError(message(where, 'options', 'a request', `call the factory first, as in ${where}()`))
  }
  checkGiven(where, options, names)
}
