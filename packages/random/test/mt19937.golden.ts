import { describe, expect, it } from 'vitest'
import { Mt19937 } from '../src/engines/mt19937.ts'

function outputs(engine: Mt19937, count: number): number[] {
  return Array.from({ length: count }, () => engine.next())
}

/** The C++ standard's requirement on std::mt19937, and the reference code's printed output. */
describe('MT19937', () => {
  it('seeded by 5489 gives 4123659995 as its 10000th word', () => {
    const words = outputs(Mt19937.seeded(5489), 10000)
    expect(words.slice(0, 4)).toEqual([3499211612, 581869302, 3890346734, 3586334585])
    expect(words[9999]).toBe(4123659995)
  })

  it('keyed by {0x123, 0x234, 0x345, 0x456} gives 3460025646 as its 1000th word', () => {
    const words = outputs(Mt19937.keyed([0x123, 0x234, 0x345, 0x456]), 1000)
    expect(words.slice(0, 4)).toEqual([1067595299, 955945823, 477289528, 4107218783])
    expect(words[999]).toBe(3460025646)
  })

  it('takes keys longer than its state', () => {
    const key = Array.from({ length: 700 }, (_, i) => i)
    expect(outputs(Mt19937.keyed(key), 2)).not.toEqual(outputs(Mt19937.keyed(key.slice(0, 699)), 2))
  })

  it('goes on from a copy of its state', () => {
    for (const drawn of [0, 1, 623, 624, 1000]) {
      const engine = Mt19937.seeded(7)
      outputs(engine, drawn)
      const copy = engine.clone()
      expect(outputs(copy, 700)).toEqual(outputs(engine, 700))
    }
  })
})
