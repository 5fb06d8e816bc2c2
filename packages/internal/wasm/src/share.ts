import type { Helper } from './helper.ts'

/** Memory where a helper makes a piece of work, one after the other. */
export interface Block {
  readonly helper: Helper
  /** The number of the task that is or was done here. */
  task: number
  /** Where the piece begins. */
  from: number
  /** The length of the piece; 0 once it has been taken. */
  count: number
}

/** A block without work. */
export function emptyBlock(helper: Helper): Block {
  return { helper, task: 0, from: 0, count: 0 }
}

/** The ways in which a piece of work, `count` from `from` on, is done. */
export interface Work<B> {
  /** Lets a block's helper make it and returns the number of the task, or null if this thread must. */
  give(block: B, from: number, count: number): number | null
  /** Fetches what a helper has made. */
  take(block: B, from: number, count: number): void
  /** Makes it here; what a helper is also making may be made once more. */
  make(from: number, count: number): void
}

/**
 * Does work `[first, last)` on several threads: this one makes `least` at a time, and between two it takes what helpers have made, at most
 * `most` at a time, and gives them more. Helpers that have two blocks have one to go on with. One whose core is taken away holds up nobody:
 * in the end this thread makes what is not done.
 */
export function shareOut<B extends Block>(
  first: number,
  last: number,
  [least, most]: readonly [number, number],
  blocks: readonly B[],
  work: Work<B>,
): void {
  for (const block of blocks) block.count = 0
  let next = first
  while (next < last) {
    for (const block of blocks) {
      if (!block.helper.isDone(block.task)) continue
      take(block, work)
      const share = Math.ceil((last - next) / (2 * blocks.length + 4))
      const count = Math.min(last - next, most, Math.max(least, share))
      const task = count > 0 ? work.give(block, next, count) : null
      if (task === null) continue
      Object.assign(block, { task, from: next, count })
      next += count
    }
    const count = Math.min(last - next, least)
    if (count > 0) work.make(next, count)
    next += count
  }
  for (const block of blocks) finish(block, least, work)
}

function take<B extends Block>(block: B, work: Work<B>): void {
  if (block.count > 0) work.take(block, block.from, block.count)
  block.count = 0
}

function finish<B extends Block>(block: B, least: number, work: Work<B>): void {
  const { helper, task, from, count } = block
  let made = 0
  for (; made < count && !helper.isDone(task); made += least)
    work.make(from + made, Math.min(least, count - made))
  if (made < count) take(block, work)
}
