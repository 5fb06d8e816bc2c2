import { message, show, wrongKind } from '@nn/check'
import type { Initializer } from '@nn/init'
import type { Rng } from '@nn/random'

/** Writes elements of a parameter, from `start` on, into `out`. */
export type Fill = (out: Float32Array, start: number) => void

/** The laws whose elements depend on nothing but their stream. */
const NAMES = ['zeros', 'ones', 'constant', 'normal', 'truncatedNormal', 'uniform'] as const

type Name = (typeof NAMES)[number]

/**
 * What an initializer is called.
 *
 * @throws TypeError unless it is an initializer of these laws, which can be drawn slice by slice.
 */
export function lawName(where: string, init: Initializer): Name {
  const name: unknown = typeof init === 'function' ? init.config?.name : undefined
  const found = NAMES.find((known) => known === name)
  if (found !== undefined) return found
  const got = typeof name === 'string' ? name : show(init)
  throw new TypeError(message(where, `an initializer of ${NAMES.join(', ')}`, got))
}

/** The one value of a constant law; undefined of any other. */
export function constantOf(where: string, init: Initializer): number | undefined {
  const name = lawName(where, init)
  if (name === 'zeros') return 0
  if (name === 'ones') return 1
  return name === 'constant' ? numberOf(where, init, 'value') : undefined
}

/** Draws an initializer's law from a parameter's own stream, as `net.initialize` does at the same path. */
export function keyedFill(where: string, init: Initializer, stream: Rng): Fill {
  const value = constantOf(where, init)
  if (value !== undefined) return (out) => out.fill(value)
  const name = lawName(where, init)
  const option = (key: string): number => numberOf(where, init, key)
  if (name === 'uniform') {
    const ends = { low: option('low'), high: option('high') }
    return (out, start) => stream.clone().uniform(out, { ...ends, start })
  }
  const law = { mean: option('mean'), std: option('std') }
  if (name === 'normal') return (out, start) => stream.clone().normal(out, { ...law, start })
  const bounds = init.config.bounds === 'absolute' ? 'absolute' : 'std'
  const cut = { ...law, low: option('low'), high: option('high'), bounds } as const
  return (out, start) => stream.clone().truncatedNormal(out, { ...cut, start })
}

/** An option of an initializer. */
export function numberOf(where: string, init: Initializer, key: string): number {
  const value = init.config[key]
  if (typeof value === 'number') return value
  throw wrongKind(where, `${key} of ${init.config.name} to be a number`, value)
}

/**
 * Laws that take turns: `lengths[k]` elements of the k-th, and from the first on again. Every element keeps the place in the stream that
 * it would have under one law.
 */
export function inTurns(fills: readonly Fill[], lengths: readonly number[]): Fill {
  const period = lengths.reduce((sum, length) => sum + length, 0)
  return (out, start) => {
    let from = start - (start % period)
    for (let end = from; end < start + out.length; )
      for (const [k, fill] of fills.entries()) {
        end = from + (lengths[k] ?? 0)
        const [first, last] = [Math.max(from, start), Math.min(end, start + out.length)]
        if (first < last) fill(out.subarray(first - start, last - start), first)
        from = end
      }
  }
}

/** The same with zeros in `[from, to)`. */
export function withZeros(fill: Fill, from: number, to: number): Fill {
  return (out, start) => {
    fill(out, start)
    if (from < start + out.length && start < to) out.fill(0, Math.max(0, from - start), to - start)
  }
}
