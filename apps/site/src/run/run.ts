import type { Job, Message } from './message.ts'

/** How long a block may run, in seconds. */
const LIMIT = 30

/**
 * Runs a block in a worker of its own and tells what it says, to the last: `'done'`, or `'error'` if it takes longer than LIMIT.
 * @returns what ends it before
 */
export function run(job: Job, tell: (message: Message) => void): () => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const end = () => {
    clearTimeout(timer)
    worker.terminate()
  }
  const fail = (text: string) => {
    end()
    tell({ kind: 'error', line: undefined, text })
    tell({ kind: 'done' })
  }
  const timer = setTimeout(() => fail(`stopped: expected an end within ${LIMIT} s`), LIMIT * 1000)
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'done') end()
    tell(data)
  })
  worker.addEventListener('error', ({ message }) => fail(message || 'expected a worker, got none'))
  worker.postMessage(job)
  return () => fail('stopped')
}
