import type { PictureName, Pictures } from '../pictures/picture.ts'
import { codeOf } from '../state/code-of.ts'
import { type Problem, ProblemError } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'
import type { LabClient } from '../worker/client.ts'

/** What a figure knows of its picture. */
export interface Snapshot<N extends PictureName = PictureName> {
  /** The newest data, and the state that they belong to; they stay while others are computed. */
  readonly data: Pictures[N] | undefined
  readonly state: LabState | undefined
  /** Whether they are of an earlier state, or of work that has begun anew. */
  readonly isOld: boolean
  readonly work: 'none' | 'waiting' | 'running' | 'paused' | 'cancelled'
  /** Share that is done, 0 to 1; undefined where the work does not tell. */
  readonly progress: number | undefined
  /** Why there are no newer data, where no control is to blame. */
  readonly error: string | undefined
}

/** How a picture is computed. */
export interface Plan {
  /** Slow work starts again when a slider rests, and is cancelled by a change; quick work ends first. */
  readonly isSlow: boolean
  /** Waits for the reader's word. */
  readonly isManual: boolean
  /** Comes before others, as what a reader looks at while sliding. */
  readonly isFirst: boolean
  /** Whether another chosen parameter is another picture. */
  readonly heedsParameter: boolean
}

/** Where a figure is: far from the window, near it, or in it. */
export type Sight = 'far' | 'near' | 'in'

interface Entry {
  readonly plan: Plan
  readonly listeners: Set<() => void>
  snapshot: Snapshot
  sight: Sight
  isStarted: boolean
  abort: AbortController | undefined
  /** State that is being computed, or was computed last. */
  asked: LabState | undefined
  problems: readonly Problem[]
}

const EMPTY: Snapshot = {
  data: undefined,
  state: undefined,
  isOld: false,
  work: 'none',
  progress: undefined,
  error: undefined,
}

/** Asks for the pictures that are in sight, each for the newest state. */
export class Runner {
  readonly #client: LabClient
  readonly #entries = new Map<PictureName, Entry>()
  readonly #problemListeners = new Set<(problems: readonly Problem[]) => void>()
  #state: LabState
  #isSliding = false
  /** The state of which the reader wants nothing more computed. */
  #stopped: LabState | undefined

  constructor(client: LabClient, state: LabState) {
    this.#client = client
    this.#state = state
  }

  /** Makes a picture known, in the order of their importance. */
  register(name: PictureName, plan: Plan): void {
    if (this.#entries.has(name)) return
    const rest = { sight: 'far' as const, isStarted: false, abort: undefined, asked: undefined, problems: [] }
    this.#entries.set(name, { plan, listeners: new Set(), snapshot: EMPTY, ...rest })
  }

  snapshot<N extends PictureName>(name: N): Snapshot<N> {
    return this.#entry(name).snapshot as Snapshot<N>
  }

  subscribe(name: PictureName, listener: () => void): () => void {
    const { listeners } = this.#entry(name)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Hears what is wrong with the present state, as the pictures' computations found. */
  onProblems(listener: (problems: readonly Problem[]) => void): () => void {
    this.#problemListeners.add(listener)
    return () => this.#problemListeners.delete(listener)
  }

  /** A new state; `isSliding` while the reader holds a slider. */
  change(state: LabState, isSliding: boolean): void {
    this.#state = state
    this.#isSliding = isSliding
    for (const [name, entry] of this.#entries) {
      const { plan, asked, abort } = entry
      if (plan.isManual && !isAnswer(asked, state, plan) && abort === undefined) entry.isStarted = false
      this.#consider(name, entry)
    }
  }

  setSight(name: PictureName, sight: Sight): void {
    const entry = this.#entry(name)
    entry.sight = sight
    this.#consider(name, entry)
  }

  /** Starts what waits for the reader, or was cancelled. */
  start(name: PictureName): void {
    const entry = this.#entry(name)
    entry.isStarted = true
    entry.asked = undefined
    this.#consider(name, entry)
  }

  /** Ends a slow picture's work; with a quick one's, all that is under way, since it may wait for any of them. */
  cancel(name: PictureName): void {
    const chosen = this.#entry(name)
    if (!chosen.plan.isSlow) this.#stopped = this.#state
    for (const entry of this.#entries.values()) {
      const isMeant = entry === chosen || !chosen.plan.isSlow
      if (!isMeant) continue
      entry.isStarted = false
      if (entry.abort === undefined) continue
      this.#abort(entry)
      // It stays so until there is another state.
      entry.asked = this.#state
      this.#tell(entry, { work: 'cancelled', progress: undefined })
    }
  }

  pause(name: PictureName): void {
    this.#client.pause(name)
    this.#tell(this.#entry(name), { work: 'paused' })
  }

  resume(name: PictureName): void {
    this.#client.resume(name)
    this.#tell(this.#entry(name), { work: 'running' })
  }

  /** The weights of the present state as a file. */
  file(format: 'safetensors' | 'npz'): Promise<Uint8Array<ArrayBuffer>> {
    return this.#client.ask(format, this.#state)
  }

  #entry(name: PictureName): Entry {
    const entry = this.#entries.get(name)
    if (entry === undefined) throw new RangeError(`Runner: expected a picture, got ${name}`)
    return entry
  }

  /** Asks for a picture if it is in sight and not of the present state. */
  #consider(name: PictureName, entry: Entry): void {
    const { plan, sight, asked } = entry
    // What is only near can wait until the slider rests.
    if (sight === 'far' || (sight === 'near' && this.#isSliding)) return
    if (this.#state === this.#stopped && !entry.isStarted) {
      if (asked !== this.#state) this.#tell(entry, { work: 'cancelled' })
      return
    }
    if (isAnswer(asked, this.#state, plan) || (plan.isManual && !entry.isStarted)) return
    if (plan.isSlow) {
      if (entry.abort !== undefined) this.#abort(entry)
      if (this.#isSliding) return
    } else if (entry.abort !== undefined) {
      // Quick work ends first, but what a reader typed may never end.
      if (asked === undefined || this.#isSliding || codeOf(asked).length === 0) return
      this.#abort(entry)
    }
    void this.#ask(name, entry)
  }

  #abort(entry: Entry): void {
    entry.abort?.abort()
    entry.abort = undefined
    entry.asked = undefined
  }

  async #ask<N extends PictureName>(name: N, entry: Entry): Promise<void> {
    const abort = new AbortController()
    const state = this.#state
    entry.abort = abort
    entry.asked = state
    this.#tell(entry, { work: 'running', progress: undefined, isOld: true })
    const isCurrent = () => entry.abort === abort
    const onProgress = (progress: number) => isCurrent() && this.#tell(entry, { progress })
    const onPartial = (data: Pictures[N]) => isCurrent() && this.#tell(entry, { data, state, isOld: false })
    try {
      const data = await this.#client.ask(name, state, { signal: abort.signal, onProgress, onPartial })
      if (!isCurrent()) return
      entry.problems = []
      this.#tell(entry, { data, state, isOld: false, work: 'none', progress: undefined, error: undefined })
    } catch (error) {
      if (!isCurrent()) return
      this.#fail(entry, error)
    }
    entry.abort = undefined
    this.#tellProblems()
    this.#consider(name, entry)
  }

  #fail(entry: Entry, error: unknown): void {
    entry.problems = error instanceof ProblemError ? error.problems : []
    this.#tell(entry, {
      work: 'none',
      progress: undefined,
      error: textOf(error, entry.snapshot.data !== undefined),
    })
  }

  #tell(entry: Entry, change: Partial<Snapshot>): void {
    entry.snapshot = { ...entry.snapshot, ...change }
    for (const listener of entry.listeners) listener()
  }

  #tellProblems(): void {
    const texts = new Map<string, Problem>()
    for (const { problems, asked } of this.#entries.values()) {
      if (asked === undefined || !isAnswer(asked, this.#state, { heedsParameter: false })) continue
      for (const problem of problems) texts.set(`${problem.field} ${problem.text}`, problem)
    }
    for (const listener of this.#problemListeners) listener([...texts.values()])
  }
}

/** Whether what was asked for one state is the answer for another. */
function isAnswer(
  asked: LabState | undefined,
  state: LabState,
  { heedsParameter }: Pick<Plan, 'heedsParameter'>,
): boolean {
  if (asked === undefined || asked === state || heedsParameter) return asked === state
  const fields = Object.keys(state) as (keyof LabState)[]
  return fields.every((field) => field === 'parameter' || asked[field] === state[field])
}

/** What a figure says of an error; nothing where a control says it and an earlier picture stays. */
function textOf(error: unknown, hasPicture: boolean): string | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined
  if (error instanceof ProblemError) {
    return hasPicture
      ? undefined
      : 'There is no picture of these choices; the message beside one of them says why.'
  }
  return error instanceof Error ? error.message : String(error)
}
