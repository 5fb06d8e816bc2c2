import { type AnswerName, type Answers, compute } from '../pictures/compute.ts'
import { codeOf } from '../state/code-of.ts'
import { ProblemError } from '../state/problem.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { CancelledError, rest, Task } from './task.ts'

/** The worker's side: answers questions, several at a time where they give each other turns. Returns what hears a message. */
export function serve(post: (message: FromWorker) => void): (message: ToWorker) => void {
  const tasks = new Map<number, Task>()
  post({ kind: 'ready' })
  return (message) => {
    if (message.kind !== 'ask') return tasks.get(message.id)?.[message.kind]()
    const task = new Task()
    tasks.set(message.id, task)
    void answer(message, task, post).finally(() => tasks.delete(message.id))
  }
}

async function answer<N extends AnswerName>(
  { id, name, state }: Extract<ToWorker, { kind: 'ask' }> & { readonly name: N },
  task: Task,
  post: (message: FromWorker) => void,
): Promise<void> {
  try {
    // What was cancelled while it waited is not begun.
    await rest()
    await task.turn()
    if (codeOf(state).length > 0) {
      const { startedOf } = await import('../signal/shared.ts')
      await startedOf(state)
      post({ kind: 'started', id })
    }
    const data = await compute(name, state, {
      onProgress: (share) => post({ kind: 'progress', id, share }),
      onPartial: (partial: Answers[N]) => post({ kind: 'partial', id, data: partial }),
      turn: () => task.turn(),
    })
    task.check()
    post({ kind: 'done', id, data })
  } catch (error) {
    post(error instanceof CancelledError ? { kind: 'cancelled', id } : failure(id, error))
  }
}

function failure(id: number, error: unknown): FromWorker {
  const problems = error instanceof ProblemError ? error.problems : []
  return { kind: 'failed', id, problems, message: error instanceof Error ? error.message : String(error) }
}
