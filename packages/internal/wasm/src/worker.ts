import type { Compiled, Memory } from './module.ts'

/** The words of a helper's block. */
export const WORDS = 64
/** Where the number of the last task is that was given. */
export const GIVEN = 0
/** Where the number of the last task is that was done. */
export const DONE = 1
/** Where it says whether it has started. */
export const READY = 2
/** Where the results of the last four tasks are. */
export const RESULTS = 4
/** Where two tasks are, that of an even number first: the kernel, how many parameters it has, and these. */
export const TASKS = 8
/** The words of a task. */
export const TASK_WORDS = 16

/** What a helper gets when it starts. */
export interface HelperStart {
  /** The memory that it shares with us. */
  readonly memory: Memory
  readonly modules: readonly Compiled[]
  /** The kernels that it runs: the number of a module and the name of its export. */
  readonly kernels: readonly (readonly [module: number, name: string])[]
  /** Where 64 words of the memory are for what we tell each other. */
  readonly address: number
}

/**
 * The program of a helper, as text, which workers are made of. It does the tasks in turn and waits for more, a bounded time awake, then
 * asleep; it may be woken for a task that it has seen before. `last` is its last line. This is a function so that only programs that call it are bundled with it.
 */
const program = (last: string): string => `
const start = ({ memory, modules, kernels, address }) => {
  const all = modules.map((module) => new WebAssembly.Instance(module, { env: { memory } }).exports)
  const run = kernels.map(([module, name]) => all[module][name])
  const block = new Int32Array(memory.buffer, address, ${WORDS})
  Atomics.store(block, ${READY}, 1)
  for (let last = 0; ; ) {
    const until = performance.now() + 0.02
    while (Atomics.load(block, ${GIVEN}) === last && performance.now() < until);
    Atomics.wait(block, ${GIVEN}, last)
    if (Atomics.load(block, ${GIVEN}) === last) continue
    last = (last + 1) | 0
    const [kernel, count, ...task] = block.subarray(${TASKS} + (last & 1) * ${TASK_WORDS})
    block[${RESULTS} + (last & 3)] = run[kernel](...task.slice(0, count))
    Atomics.store(block, ${DONE}, last)
  }
}
${last}`

// What is used of workers: neither kind is part of ECMAScript.
declare const process: { getBuiltinModule?(name: string): unknown } | undefined
declare const Worker: (new (url: string) => PageWorker) | undefined
declare const Blob: new (parts: readonly string[], options: { type: string }) => object
declare const URL: { createObjectURL(blob: object): string }

/** A worker of a page: its error is the page's, unless that is prevented. */
interface PageWorker {
  onerror: (event: { preventDefault(): void }) => void
  postMessage(data: HelperStart): void
}

/** A worker of Node: its error is the process's, unless somebody listens. */
interface NodeWorker {
  on(event: 'error' | 'exit', listener: () => void): NodeWorker
  unref(): void
}

/** What is used of node:worker_threads. */
interface WorkerThreads {
  readonly Worker: new (
    code: string,
    options: { eval: boolean; workerData: HelperStart; execArgv: string[] },
  ) => NodeWorker
}

/**
 * Starts a worker, or returns false where there are none; `ended` is called if it fails or ends. In Node it does not keep the process
 * alive.
 */
export function startWorker(data: HelperStart, ended: () => void): boolean {
  const threads = typeof process === 'object' ? process.getBuiltinModule?.('node:worker_threads') : undefined
  if (threads !== undefined) {
    const code = program("start(require('node:worker_threads').workerData)")
    const { Worker } = threads as WorkerThreads
    const worker = new Worker(code, { eval: true, workerData: data, execArgv: [] })
    worker.on('error', ended).on('exit', ended).unref()
    return true
  }
  if (typeof Worker !== 'function') return false
  const code = program('onmessage = ({ data }) => start(data)')
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
  worker.onerror = (event) => {
    event.preventDefault()
    ended()
  }
  worker.postMessage(data)
  return true
}
