import { type Decoded, decodeState, encodeState } from '../link/codec.ts'
import type { LabState } from '../state/state.ts'

/** The state in the page's address: one entry of the history for each change, none for what a slider passes. */
export class Address {
  /** The address before a slider was taken. */
  #before: string | undefined
  #lastReplaced = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  read(): Decoded {
    return decodeState(location.hash)
  }

  /** Shows a state that a slider passes; at most four times a second, since browsers limit it. */
  slide(state: LabState): void {
    this.#before ??= location.href
    clearTimeout(this.#timer)
    const wait = this.#lastReplaced + 250 - performance.now()
    if (wait > 0) this.#timer = setTimeout(() => this.#replace(state), wait)
    else this.#replace(state)
  }

  /** Makes a state the next entry of the history. */
  commit(state: LabState): void {
    clearTimeout(this.#timer)
    if (this.#before !== undefined) history.replaceState(null, '', this.#before)
    this.#before = undefined
    const hash = `#${encodeState(state)}`
    if (hash !== location.hash) history.pushState(null, '', hash)
  }

  /** Hears when the reader goes back or forward, or follows a link. */
  listen(listener: () => void): () => void {
    const heard = () => {
      clearTimeout(this.#timer)
      this.#before = undefined
      listener()
    }
    addEventListener('popstate', heard)
    return () => removeEventListener('popstate', heard)
  }

  #replace(state: LabState): void {
    this.#lastReplaced = performance.now()
    history.replaceState(null, '', `#${encodeState(state)}`)
  }
}
