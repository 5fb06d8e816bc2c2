/** A browser's worker that never starts. */
class FakeWorker {
  /** The handler of the page for an error of the worker. */
  onerror?: (event: { preventDefault(): void }) => void
  postMessage(): void {}
}

/** A class of workers that never start, for a global `Worker`, and the list of its instances. */
export function fakeWorkers(): {
  readonly Worker: new () => FakeWorker
  readonly workers: readonly FakeWorker[]
} {
  const workers: FakeWorker[] = []
  class Worker extends FakeWorker {
    constructor() {
      super()
      workers.push(this)
    }
  }
  return { Worker, workers }
}
