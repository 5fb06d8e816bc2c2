import type { FileHandle } from 'node:fs/promises'

/** Bytes after which the system is asked to write to the disk what it has. */
const ENOUGH = 1 << 26

/** Has the disk write while values are drawn, where one flush at the end would wait for all of them. */
export class Flusher {
  readonly #file: FileHandle
  #waiting = 0
  #isBusy = false
  #flushing: Promise<void> = Promise.resolve()

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** Tells it that bytes were written. */
  wrote(bytes: number): void {
    this.#waiting += bytes
    if (this.#isBusy || this.#waiting < ENOUGH) return
    this.#waiting = 0
    this.#isBusy = true
    const flush = async (): Promise<void> => {
      await this.#file.datasync()
      this.#isBusy = false
    }
    this.#flushing = flush()
    // What fails is seen in `end`.
    this.#flushing.catch(() => {})
  }

  /** Waits for the flush under way. @throws Error of the system that any flush met: it tells it only once. */
  end(): Promise<void> {
    return this.#flushing
  }
}
