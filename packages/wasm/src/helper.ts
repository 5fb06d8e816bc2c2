import { DONE, GIVEN, type HelperStart, READY, startWorker, TASK, WORDS } from './worker.ts'

/** A thread that runs kernels on a memory that it shares with us. */
export interface Helper {
  /** Whether it has started: until then, and where it never does, the work is to be done without it. */
  isReady(): boolean
  /** Whether it has started and has done all that it was given. */
  isIdle(): boolean
  /** Gives it a task: the number of a kernel and its parameters, integers of 32 bits. Only when it is idle. */
  give(kernel: number, task: readonly number[]): void
  /** Waits until it is done: awake, as a page must, and never longer than the task takes. */
  join(): void
}

/**
 * Starts a helper, or returns null where there are no workers or none may be started. It sleeps when there is nothing to do and never keeps
 * a process alive.
 */
export function startHelper(start: HelperStart): Helper | null {
  try {
    if (!startWorker(start)) return null
  } catch {
    return null
  }
  const block = new Int32Array(start.memory.buffer, start.address, WORDS)
  const isDone = (): boolean => Atomics.load(block, DONE) === Atomics.load(block, GIVEN)
  const isReady = (): boolean => Atomics.load(block, READY) === 1
  return {
    isReady,
    isIdle: () => isReady() && isDone(),
    give(kernel, task) {
      block.set([kernel, task.length, ...task], TASK)
      Atomics.add(block, GIVEN, 1)
      Atomics.notify(block, GIVEN)
    },
    join() {
      while (!isDone());
    },
  }
}
