import type { AnswerName, Answers } from '../pictures/compute.ts'
import { codeOf } from '../state/code-of.ts'
import { type Problem, ProblemError } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

/** What is heard while an answer is computed. */
interface AskOptions<T> {
  /** Share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void
  /** What is there so far. */
  readonly onPartial?: (data: T) => void
  readonly signal?: AbortSignal
}

/** Computes pictures and files in a worker. */
export interface LabClient {
  /**
   * The data of a picture, or a file of weights. A newer question of the same name cancels the older one, which is rejected with an `AbortError`.
   *
   * @throws ProblemError if nothing can be computed of the state, with the fields at which it is wrong.
   */
  ask<N extends AnswerName>(name: N, state: LabState, options?: AskOptions<Answers[N]>): Promise<Answers[N]>
  /** Lets work stand still until `resume`. */
  pause(name: AnswerName): void
  resume(name: AnswerName): void
  /** Ends the worker; pending questions are rejected. */
  close(): void
}

/** What the client needs of a worker, which speaks the protocol. */
export type LabWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>

/** Milliseconds after which a worker is ended that says nothing. */
export interface Limits {
  /** While it works on code that a reader typed. */
  readonly silence: number
  /** After it was told to stop. */
  readonly cancel: number
}

/** A question that is not answered yet. */
interface Pending {
  readonly id: number
  readonly name: AnswerName
  readonly state: LabState
  readonly onProgress: ((share: number) => void) | undefined
  readonly onPartial: (data: unknown) => void
  readonly resolve: (data: unknown) => void
  readonly reject: (error: unknown) => void
  isPaused: boolean
  /** Whether the code that a reader typed has ended once. */
  isStarted: boolean
}

/** How much longer the silence of work may be that goes on after a reader's code. */
const AFTERWARDS = 12

/**
 * A client of workers that a function makes: one at a time. A worker that does not answer is ended and another one started, which is asked again what
 * is still wanted.
 */
export function createClient(
  spawn: () => LabWorker,
  limits: Limits = { silence: 5000, cancel: 1000 },
): LabClient {
  return new Client(spawn, limits)
}

class Client implements LabClient {
  readonly #spawn: () => LabWorker
  readonly #limits: Limits
  readonly #pending = new Map<number, Pending>()
  /** Timers of questions that the worker was told to leave. */
  readonly #leaving = new Map<number, ReturnType<typeof setTimeout>>()
  /** The worker; none after one that broke, until the next question. */
  #worker: LabWorker | undefined
  #isReady = false
  #silence: ReturnType<typeof setTimeout> | undefined
  #lastId = 0

  constructor(spawn: () => LabWorker, limits: Limits) {
    this.#spawn = spawn
    this.#limits = limits
    this.#worker = this.#start()
  }

  ask<N extends AnswerName>(
    name: N,
    state: LabState,
    options: AskOptions<Answers[N]> = {},
  ): Promise<Answers[N]> {
    const { onProgress, onPartial, signal } = options
    for (const older of this.#named(name)) this.#cancel(older)
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted())
      const id = ++this.#lastId
      const pending: Pending = {
        ...{ id, name, state, onProgress, reject, isPaused: false, isStarted: false },
        // Answers to a question have the type of its name.
        onPartial: (data) => onPartial?.(data as Answers[N]),
        resolve: (data) => resolve(data as Answers[N]),
      }
      this.#pending.set(id, pending)
      signal?.addEventListener('abort', () => this.#cancel(pending), { once: true })
      this.#post({ kind: 'ask', id, name, state })
      this.#listenForSilence()
    })
  }

  pause(name: AnswerName): void {
    this.#setPaused(name, true)
  }

  resume(name: AnswerName): void {
    this.#setPaused(name, false)
  }

  close(): void {
    for (const pending of this.#pending.values()) pending.reject(aborted())
    this.#pending.clear()
    this.#end()
  }

  #named(name: AnswerName): Pending[] {
    return [...this.#pending.values()].filter((pending) => pending.name === name)
  }

  #setPaused(name: AnswerName, isPaused: boolean): void {
    for (const pending of this.#named(name)) {
      pending.isPaused = isPaused
      this.#post({ kind: isPaused ? 'pause' : 'resume', id: pending.id })
    }
    this.#listenForSilence()
  }

  #cancel({ id, reject }: Pending): void {
    if (!this.#pending.delete(id)) return
    reject(aborted())
    this.#post({ kind: 'cancel', id })
    // A worker that is still loading hears of it before it begins.
    if (this.#isReady)
      this.#leaving.set(
        id,
        setTimeout(() => this.#restart(), this.#limits.cancel),
      )
  }

  #start(): LabWorker {
    const worker = this.#spawn()
    worker.addEventListener('message', (event) => {
      if (worker === this.#worker) this.#hear(event.data)
    })
    worker.addEventListener('error', (event) => {
      if (worker === this.#worker) this.#fail(new Error(event.message || 'the worker could not be started'))
    })
    return worker
  }

  #post(message: ToWorker): void {
    this.#worker ??= this.#start()
    this.#worker.postMessage(message)
  }

  #hear(message: FromWorker): void {
    this.#listenForSilence()
    if (message.kind === 'ready') {
      this.#isReady = true
      return
    }
    const pending = this.#pending.get(message.id)
    switch (message.kind) {
      case 'started':
        if (pending !== undefined) pending.isStarted = true
        this.#listenForSilence()
        return
      case 'progress':
        pending?.onProgress?.(message.share)
        return
      case 'partial':
        pending?.onPartial(message.data)
        return
      case 'done':
        pending?.resolve(message.data)
        break
      case 'failed':
        pending?.reject(errorOf(message))
        break
      case 'cancelled':
        break
    }
    clearTimeout(this.#leaving.get(message.id))
    this.#leaving.delete(message.id)
    this.#pending.delete(message.id)
  }

  /** Ends a worker that broke, and all questions. Not before the next one is another started, which may break as well. */
  #fail(error: Error): void {
    const failed = [...this.#pending.values()]
    this.#pending.clear()
    this.#end()
    for (const { reject } of failed) reject(error)
  }

  /** Begins to wait anew for a word from a worker that works on readers' code. */
  #listenForSilence(): void {
    clearTimeout(this.#silence)
    const suspects = [...this.#pending.values()].filter(
      (one) => !one.isPaused && codeOf(one.state).length > 0,
    )
    if (suspects.length === 0) return
    const { silence } = this.#limits
    const limit = suspects.every(({ isStarted }) => isStarted) ? AFTERWARDS * silence : silence
    this.#silence = setTimeout(() => {
      for (const { id, state, reject } of suspects) {
        if (this.#pending.delete(id)) reject(new ProblemError(tooLong(state, limit)))
      }
      this.#restart()
    }, limit)
  }

  #end(): void {
    clearTimeout(this.#silence)
    for (const timer of this.#leaving.values()) clearTimeout(timer)
    this.#leaving.clear()
    this.#worker?.terminate()
    this.#worker = undefined
    this.#isReady = false
  }

  /** Another worker, which is asked what is still wanted. */
  #restart(): void {
    this.#end()
    this.#worker = this.#start()
    for (const pending of this.#pending.values()) {
      const { id, name, state, isPaused } = pending
      pending.isStarted = false
      this.#post({ kind: 'ask', id, name, state })
      if (isPaused) this.#post({ kind: 'pause', id })
    }
    this.#listenForSilence()
  }
}

function aborted(): DOMException {
  return new DOMException('another question took its place, or it was cancelled', 'AbortError')
}

function errorOf({ problems, message }: Extract<FromWorker, { kind: 'failed' }>): Error {
  return problems.length > 0 ? new ProblemError(problems) : new Error(message)
}

function tooLong(state: LabState, limit: number): Problem[] {
  const text = `expected code that ends, got none within ${limit / 1000} s; it was stopped`
  return codeOf(state).map((field) => ({ field, text }))
}
