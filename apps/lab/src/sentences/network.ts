import { count, percent } from '../format/number.ts'
import type { NetworkData } from '../pictures/picture.ts'
import { sizes, some } from './words.ts'

/** How much there is to start, and how most of it starts. */
export function networkSentence({ parameters, total }: NetworkData): string {
  const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)
  const [first, ...others] = parameters
  if (first === undefined) return 'This network has nothing to start: no parameter.'
  const largest = others.reduce(
    (most, each) => (sizeOf(each.shape) > sizeOf(most.shape) ? each : most),
    first,
  )
  const alike = parameters.filter(
    ({ law, shape }) => law === largest.law && sizes(shape) === sizes(largest.shape),
  )
  const share = percent((alike.length * sizeOf(largest.shape)) / total)
  const law = largest.law === '' ? 'without a law in closed form' : `as ${largest.law}`
  const which =
    alike.length === 1
      ? `${largest.path} (${sizes(largest.shape)})`
      : `${alike.length} weights of ${sizes(largest.shape)}`
  const has = alike.length === 1 ? 'has' : 'have'
  const starts = alike.length === 1 ? 'starts' : 'start'
  return `${count(total)} ${total === 1 ? 'number' : 'numbers'} in ${some(parameters.length, 'parameter')}: ${which} ${has} ${share} of them and ${starts} ${law}.`
}
