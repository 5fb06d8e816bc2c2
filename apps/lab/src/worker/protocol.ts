import type { AnswerName, Answers } from '../pictures/compute.ts'
import type { Problem } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'

/** What the page tells the worker; `id` is that of a question. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly name: AnswerName; readonly state: LabState }
  | { readonly kind: 'cancel' | 'pause' | 'resume'; readonly id: number }

/** What the worker tells the page. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** The code that a reader typed has ended, for this state; what follows is the lab's own work. */
  | { readonly kind: 'started'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'partial' | 'done'; readonly id: number; readonly data: Answers[AnswerName] }
  /** Nothing can be computed; of what is wrong with a field there are problems. */
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly problems: readonly Problem[]
      readonly message: string
    }
  | { readonly kind: 'cancelled'; readonly id: number }
