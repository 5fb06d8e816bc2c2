import {
  DONE,
  GIVEN,
  type HelperStart,
  READY,
  RESULTS,
  startWorker,
  TASK_WORDS,
  TASKS,
  WORDS,
} from './worker.ts'

declare const performance: { now(): number }

/** A thread that runs kernels on a memory that it shares with us. */
export interface Helper {
  /** Whether it has failed: it could not be started, as is known some time later, or has ended. */
  hasFailed(): boolean
  /** Whether it has started and not failed: until then, and where it never does, the work is to be done without it. */
  isReady(): boolean
  /** Whether it has started and has done all that it was given. */
  isFree(): boolean
  /**
   * Gives it a task, the number of a kernel and at most 14 integers of 32 bits, and returns the task's number. It takes one while it does
   * another, no more.
   */
  give(kernel: number, task: readonly number[]): number
  /** Whether it has done a task; it does them in turn. */
  isDone(task: number): boolean
  /** What one of the last four tasks returned, as an integer, when it is done. */
  result(task: number): number
  /**
   * Waits until it has done a task, awake, as a page must. False if that takes longer than any task: the helper has ended, which this
   * thread cannot be told while it waits, or hangs. It counts as failed then, and may yet write to its memory.
   */
  join(task: number): boolean
}

/** Milliseconds after which a task is given up; the longest takes a few. */
const PATIENCE = 2000

/**
 * Starts a helper, or returns null where there are no workers or none may be started. It sleeps when there is nothing to do and never keeps
 * a process alive.
 */
export function startHelper(start: HelperStart): Helper | null {
  let failed = false
  try {
    if (!startWorker(start, () => (failed = true))) return null
  } catch {
    return null
  }
  const block = new Int32Array(start.memory.buffer, start.address, WORDS)
  let given = 0
  const isDone = (task: number): boolean => ((Atomics.load(block, DONE) - task) | 0) >= 0
  const isReady = (): boolean => !failed && Atomics.load(block, READY) === 1
  return {
    hasFailed: () => failed,
    isReady,
    isFree: () => isReady() && isDone(given),
    give(kernel, task) {
      given = (given + 1) | 0
      block.set([kernel, task.length, ...task], TASKS + (given & 1) * TASK_WORDS)
      Atomics.store(block, GIVEN, given)
      Atomics.notify(block, GIVEN)
      return given
    },
    isDone,
    result: (task) => block[RESULTS + (task & 3)]!,
    join(task) {
      for (const end = performance.now() + PATIENCE; !failed && !isDone(task); )
        failed = performance.now() > end
      return !failed
    },
  }
}
