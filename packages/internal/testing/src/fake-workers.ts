/** A browser's worker that never starts. */
class FakeWorker {
  /** What the page is told when it fails. */
  onerror?: (event: { preventDefault(): void }) => void
  postMessage(): void {}
}

/** A class of workers that never start, for a global `Worker`, and all that are made of it. */
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
