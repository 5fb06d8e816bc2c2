/** The memory that a worker is sent, and where in it the words are by which threads talk. */
interface Shared {
  readonly memory: { readonly buffer: ArrayBufferLike }
  readonly address: number
}

/** A browser's worker that never starts, or starts and never does a task. */
class FakeWorker {
  /** The handler of the page for an error of the worker. */
  onerror?: (event: { preventDefault(): void }) => void
  #ready: number | undefined
  constructor(ready: number | undefined) {
    this.#ready = ready
  }
  postMessage({ memory, address }: Shared): void {
    if (this.#ready !== undefined) Atomics.store(new Int32Array(memory.buffer, address), this.#ready, 1)
  }
}

/**
 * A class of workers that never do anything, for a global `Worker`, and the list of its instances.
 *
 * @param ready The word by which a worker says that it has started, if it is to say so and then die.
 */
export function fakeWorkers(ready?: number): {
  readonly Worker: new () => FakeWorker
  readonly workers: readonly FakeWorker[]
} {
  const workers: FakeWorker[] = []
  class Worker extends FakeWorker {
    constructor() {
      super(ready)
      workers.push(this)
    }
  }
  return { Worker, workers }
}
