import type { LabWorker } from '../src/worker/client.ts'
import type { FromWorker, ToWorker } from '../src/worker/protocol.ts'
import { serve } from '../src/worker/serve.ts'

/** A worker of the same thread, whose messages are copied and heard later, as those of a real one; it cannot be ended while it computes. */
export class MemoryWorker extends EventTarget implements LabWorker {
  /** Those that were made, and not ended. */
  static readonly living: Set<MemoryWorker> = new Set()
  readonly heard: ToWorker[] = []
  readonly #hear: (message: ToWorker) => void

  constructor() {
    super()
    MemoryWorker.living.add(this)
    this.#hear = serve((message: FromWorker) => {
      const data = structuredClone(message)
      setTimeout(() => this.#tell(data))
    })
  }

  postMessage(message: ToWorker): void {
    const copy = structuredClone(message)
    this.heard.push(copy)
    setTimeout(() => MemoryWorker.living.has(this) && this.#hear(copy))
  }

  terminate(): void {
    MemoryWorker.living.delete(this)
  }

  #tell(data: FromWorker): void {
    if (MemoryWorker.living.has(this)) this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** A worker that was started and never says a word again, as one does whose code loops for ever. */
export class StuckWorker extends EventTarget implements LabWorker {
  isEnded: boolean = false
  readonly heard: ToWorker[] = []

  constructor() {
    super()
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { kind: 'ready' } })))
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message)
  }

  terminate(): void {
    this.isEnded = true
  }
}
