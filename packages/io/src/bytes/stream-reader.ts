import { malformed } from '../errors/format-error.ts'
import { concatenate } from './chunks.ts'

/** Reads a stream in portions of given sizes. */
export class StreamReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  /** Bytes that were read and not taken yet. */
  #rest: Uint8Array = new Uint8Array(0)
  #position = 0

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** The next `count` bytes; memory grows with what arrives, not with `count`. @throws FormatError if there are fewer */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let missing = count
    while (missing > 0) {
      if (this.#rest.length === 0) await this.#pull(missing)
      const part = this.#rest.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      this.#advance(part.length)
    }
    return concatenate(parts, count)
  }

  /** Whether any bytes are left. */
  async more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#reader.read()
      if (done) return false
      this.#rest = value
    }
    return true
  }

  /** Cancels the stream. */
  async close(): Promise<void> {
    await this.#reader.cancel()
  }

  async #pull(missing: number): Promise<void> {
    if (await this.more()) return
    const expected = `${missing} bytes more after ${this.#position}`
    throw malformed('stream', expected, 'its end', 'was it cut off?')
  }

  #advance(count: number): void {
    this.#rest = this.#rest.subarray(count)
    this.#position += count
  }
}
