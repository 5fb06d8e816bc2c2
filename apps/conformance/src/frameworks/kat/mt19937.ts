import type { Vector } from '../../golden/golden.ts'
import { numberOf, numbersOf } from '../../golden/read.ts'
import { Mt19937 } from '../../internals/random.ts'
import type { VectorCheck } from './vector.ts'

/** The first outputs, and the one at each place that a member `out_<n>th` names. */
function outputs(engine: Mt19937, vector: Vector): Record<string, unknown> {
  const results: Record<string, unknown> = {}
  const places = new Map<number, string>()
  for (const member of Object.keys(vector)) {
    const place = /^out_(\d+)th$/.exec(member)?.[1]
    if (place !== undefined) places.set(Number(place), member)
  }
  const first = numbersOf(vector.out_dec)
  const head: number[] = []
  for (let i = 1; i <= Math.max(first.length, ...places.keys()); i++) {
    const word = engine.next()
    if (i <= first.length) head.push(word)
    const member = places.get(i)
    if (member !== undefined) results[member] = word
  }
  return { out_dec: head, ...results }
}

/** MT19937 by its two seedings. */
export const MT19937_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'mt19937-init_genrand': (vector) => outputs(Mt19937.seeded(numberOf(vector.seed)), vector),
  'mt19937-init_by_array': (vector) => outputs(Mt19937.keyed(numbersOf(vector.key)), vector),
}
