import type { Staged } from '../simd/engine.ts'
import type { Memory } from '../simd/module.ts'
import { ADDRESS, DONE, GIVEN, HELPER, READY, TASK, WORDS } from './helper.ts'

/** What a helper is given: its modules are those of float32, float64 and float32 in order. */
interface HelperData {
  readonly memory: Memory
  readonly modules: readonly object[]
  readonly index: number
}

interface NodeWorker {
  unref(): void
}

// What is used of workers: neither kind is part of ECMAScript.
declare const process: { getBuiltinModule?(name: string): unknown } | undefined
declare const Worker: (new (url: string) => { postMessage(data: HelperData): void }) | undefined
declare const Blob: new (parts: readonly string[], options: { type: string }) => object
declare const URL: { createObjectURL(blob: object): string }

/** Starts a helper, or returns false where there are no workers. In Node it does not keep the process alive. */
export function startHelper(data: HelperData): boolean {
  const threads = typeof process === 'object' ? process.getBuiltinModule?.('node:worker_threads') : undefined
  if (threads !== undefined) {
    const { Worker: ThreadWorker } = threads as {
      Worker: new (
        code: string,
        options: { eval: boolean; workerData: HelperData; execArgv: string[] },
      ) => NodeWorker
    }
    const code = `${HELPER}start(require('node:worker_threads').workerData)`
    new ThreadWorker(code, { eval: true, workerData: data, execArgv: [] }).unref()
    return true
  }
  if (typeof Worker !== 'function') return false
  const code = `${HELPER}onmessage = ({ data }) => start(data)`
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  new Worker(url).postMessage(data)
  return true
}

/** Numbers of a product's task in the order of the kernel's parameters: see `ProductExports.multiply`. */
export type Task = readonly [
  padded: number,
  columns: number,
  start: number,
  depth: number,
  staged: Staged,
  from: number,
  to: number,
]

/** Helpers that share a memory with us. */
export class Team {
  readonly #blocks: readonly Int32Array[]

  constructor(memory: Memory, count: number) {
    const { buffer } = memory
    this.#blocks = Array.from(
      { length: count },
      (_, index) => new Int32Array(buffer, ADDRESS + index * 4 * WORDS, WORDS),
    )
  }

  /** The helpers that have started: until then, and where one never does, the work is done without it. */
  ready(): readonly Int32Array[] {
    return this.#blocks.filter((block) => Atomics.load(block, READY) === 1)
  }
}

/** Gives a helper a task; `kind` is the product's place among its modules. */
export function give(block: Int32Array, kind: number, task: Task): void {
  block.set([kind, ...task.map(Number)], TASK)
  Atomics.add(block, GIVEN, 1)
  Atomics.notify(block, GIVEN)
}

/** Waits until it is done: awake, as a page must, and never longer than the task takes. */
export function join(block: Int32Array): void {
  while (Atomics.load(block, DONE) !== Atomics.load(block, GIVEN));
}
