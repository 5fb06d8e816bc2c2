import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyBlock, type Helper, shareOut } from '../src/index.ts'

/** A helper that has done a task when it has been asked `patience` times. */
function slowHelper(patience: number): Helper {
  let given = 0
  let asked = 0
  return {
    hasFailed: () => false,
    isReady: () => true,
    isFree: () => false,
    give() {
      asked = 0
      return ++given
    },
    isDone: (task) => task < given || given === 0 || ++asked > patience,
    result: () => 0,
    join: () => true,
  }
}

const sizes = fc.record({
  first: fc.integer({ min: 0, max: 1000 }),
  length: fc.integer({ min: 0, max: 1000 }),
  least: fc.integer({ min: 1, max: 50 }),
  more: fc.integer({ min: 0, max: 50 }),
  patience: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
  refuses: fc.integer({ min: 0, max: 2000 }),
})

it('every piece is made or fetched, and what helpers are given is no larger than they can take', () => {
  fc.assert(
    fc.property(sizes, ({ first, length, least, more, patience, refuses }) => {
      const blocks = patience.map((asked) => emptyBlock(slowHelper(asked)))
      const last = first + length
      const done = new Set<number>()
      const did = (from: number, count: number): void => {
        expect(count).toBeGreaterThan(0)
        expect(from).toBeGreaterThanOrEqual(first)
        expect(from + count).toBeLessThanOrEqual(last)
        for (let i = 0; i < count; i++) done.add(from + i)
      }
      for (let round = 0; round < 2; round++) {
        done.clear()
        shareOut(first, last, [least, least + more], blocks, {
          give: ({ helper }, from, count) => {
            expect(count).toBeLessThanOrEqual(least + more)
            return from <= refuses && refuses < from + count ? null : helper.give(0, [])
          },
          take: (block, from, count) => {
            expect([block.from, block.count]).toEqual([from, count])
            did(from, count)
          },
          make: (from, count) => {
            expect(count).toBeLessThanOrEqual(least)
            did(from, count)
          },
        })
        expect(done.size).toBe(length)
      }
    }),
  )
})

it('helpers without work to do at the time leave it to this thread', () => {
  const made: number[][] = []
  const work = { give: () => 0, take() {}, make: (...piece: number[]) => void made.push(piece) }
  shareOut(2, 9, [3, 3], [], work)
  expect(made).toEqual([
    [2, 3],
    [5, 3],
    [8, 1],
  ])
})
