import type { PictureName, Pictures } from '../pictures/picture.ts'
import type { LabState } from '../state/state.ts'

/** What is heard while a picture is computed. */
export interface AskOptions<T> {
  /** Share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void
  /** What is there so far. */
  readonly onPartial?: (data: T) => void
  readonly signal?: AbortSignal
}

/** Computes pictures in a worker. */
export interface LabClient {
  /**
   * The data of a picture. A newer question of the same picture cancels the older one, which is rejected with an `AbortError`.
   *
   * @throws ProblemError if nothing can be computed of the state, with the fields at which it is wrong.
   */
  ask<N extends PictureName>(
    name: N,
    state: LabState,
    options?: AskOptions<Pictures[N]>,
  ): Promise<Pictures[N]>
  /** Lets a picture's work stand still until `resume`. */
  pause(name: PictureName): void
  resume(name: PictureName): void
  /** Ends the worker; pending questions are rejected. */
  close(): void
}
