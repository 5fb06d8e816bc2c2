import { checkOptions, integer, isPlain, message, type OptionNames, show } from '@nn/check'
import { isStream } from '../initializer/request.ts'

/**
 * Throws unless the options of a dialect are there and have its names: a seed, or, where the dialect takes one, a stream alone that is
 * there already.
 *
 * @throws TypeError if they are of another kind or misspelt, RangeError if the seed is no integer.
 * @internal
 */
export function checkSession<T extends object>(
  where: string,
  options: T,
  names: OptionNames<T>,
  example: string,
): void {
  if (!isPlain(options)) throw new TypeError(message(where, `options such as ${example}`, show(options)))
  checkOptions(where, options, names)
  const { rng, seed, ...others }: { readonly rng?: unknown; readonly seed?: unknown } = options
  if (rng === undefined) checkSeed(where, seed, example)
  else if (!isStream(rng)) {
    throw new TypeError(message(where, 'rng to be a stream', show(rng), `pass ${example}`))
  } else {
    const [other] = Object.keys(seed === undefined ? others : { seed, ...others })
    if (other !== undefined) throw new TypeError(message(where, 'rng alone', `${other} beside it`))
  }
}

/** Throws unless a seed is an integer; in which range is the stream's to say. */
function checkSeed(where: string, seed: unknown, example: string): void {
  if (typeof seed === 'bigint') return
  if (typeof seed !== 'number') {
    throw new TypeError(message(where, 'a seed that is an integer', show(seed), `pass ${example}`))
  }
  integer(where, 'seed', seed)
}
