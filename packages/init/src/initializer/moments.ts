import type { Law } from './law.ts'

/** Mean, standard deviation and ends of `count` numbers; keeps none of them. */
export function momentsOf(count: number, element: (index: number) => number): Omit<Law, 'text'> {
  if (count === 0) return {}
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < count; i++) {
    const value = element(i)
    sum += value
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (element(i) - mean) ** 2
  return { mean, std: Math.sqrt(squares / count), low, high }
}

/** The law of elements of which shares follow laws of their own; moments only where every part has them. */
export function mixture(text: string, parts: readonly (readonly [law: Law, count: number])[]): Law {
  const total = parts.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0 || parts.some(([law]) => law.mean === undefined || law.std === undefined)) return { text }
  const average = (f: (law: Law) => number): number =>
    parts.reduce((sum, [law, count]) => sum + (f(law) * count) / total, 0)
  const mean = average(({ mean: own = 0 }) => own)
  const variance = average(({ mean: own = 0, std = 0 }) => std ** 2 + (own - mean) ** 2)
  const lows = parts.map(([law]) => law.low ?? Number.NEGATIVE_INFINITY)
  const highs = parts.map(([law]) => law.high ?? Number.POSITIVE_INFINITY)
  return { text, mean, std: Math.sqrt(variance), low: Math.min(...lows), high: Math.max(...highs) }
}
