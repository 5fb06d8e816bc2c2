import { checkGiven, message, type OptionNames } from '@nn/check'

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
