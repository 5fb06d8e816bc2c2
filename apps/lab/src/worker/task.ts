/** Milliseconds that work goes on before the other side has a turn. */
const SLICE = 12

/** The end of work that was cancelled. */
export class CancelledError extends Error {}

/** The handle of work that is under way: it pauses, goes on and ends as it is told, at its own turns. */
export class Task {
  #isCancelled = false
  #isPaused = false
  #wake: (() => void) | undefined
  #since = performance.now()

  cancel(): void {
    this.#isCancelled = true
    this.#wake?.()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#wake?.()
  }

  /** @throws CancelledError if it was cancelled. */
  check(): void {
    if (this.#isCancelled) throw new CancelledError('cancelled')
  }

  /** Lets messages in when it is time to, waits while paused, and throws when cancelled. */
  async turn(): Promise<void> {
    if (performance.now() - this.#since > SLICE || this.#isPaused) await rest()
    while (this.#isPaused && !this.#isCancelled) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#since = performance.now()
    this.check()
  }
}

// Kept here, because a worker takes it away from the code that readers type.
const Channel = MessageChannel

/** Resolves when the messages that wait have been heard. A timer would wait for four milliseconds. */
export function rest(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new Channel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
