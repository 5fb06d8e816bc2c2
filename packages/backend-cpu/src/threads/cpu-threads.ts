import { createBackend } from '@nn/tensor'
import { type CpuBackend, type CpuFeature, featuresOf } from '../features.ts'
import { plainKernels } from '../kernels/plain.ts'
import { accelerate, USUAL } from '../simd/accelerate.ts'
import { compileAll, type Engine, engineOn, type Modules, type Product } from '../simd/engine.ts'
import { createMemory, type Memory } from '../simd/module.ts'
import { give, join, startHelper, type Task, Team } from './team.ts'

/** Most helpers that a memory has blocks for. */
const MOST = 16
/** Products that are worth waking a helper for: about 30 µs. */
const WORTH = 1 << 20

/**
 * A CPU backend whose large matrix products run on `count` threads: on this one and on helpers that share a memory with it. The
 * values are those of `cpu` to the last bit, as every element is summed by one thread in the same order.
 *
 * Helpers need SharedArrayBuffer: Node, or a page that is cross-origin isolated. Where there is none, and until a helper has started,
 * this thread does all, and `features` does not have `'threads'`. Helpers sleep when there is nothing to do, stay as long as the
 * process or page and never keep it alive: make one backend and hand it round.
 *
 * @param count Threads in all, from 1 to 17.
 * @throws TypeError or RangeError if count is not an integer from 1 to 17.
 *
 * @example
 * ```ts
 * import { cpuThreads } from '@nn/backend-cpu'
 * const cpu = cpuThreads(2)
 * const x = cpu.ones([300, 300])
 * x.matmul(x).at(0, 0).item() // => 300
 * cpuThreads(0) // throws /cpuThreads: expected an integer from 1 to 17, got 0/
 * ```
 */
export function cpuThreads(count: number): CpuBackend {
  if (typeof count !== 'number') {
    throw new TypeError(`cpuThreads: expected an integer from 1 to ${MOST + 1}, got ${String(count)}`)
  }
  if (!Number.isInteger(count) || count < 1 || count > MOST + 1) {
    throw new RangeError(`cpuThreads: expected an integer from 1 to ${MOST + 1}, got ${count}`)
  }
  const memory = createMemory(true)
  const relaxed = compileAll('relaxed', true)
  const modules = relaxed ?? compileAll('simd', true)
  if (memory === null || modules === null) return featuresOf(createBackend(plainKernels), [])
  const started = startAll(memory, modules, count - 1)
  const engine = threaded(engineOn(memory, modules), new Team(memory, started))
  const kernels = accelerate(plainKernels, () => engine, USUAL)
  const instructions: CpuFeature[] = relaxed === null ? ['simd'] : ['simd', 'relaxed-simd']
  return featuresOf(createBackend(kernels), started > 0 ? [...instructions, 'threads'] : instructions)
}

function startAll(memory: Memory, { float32, float64, ordered }: Modules, count: number): number {
  const modules = [float32, float64, ordered()]
  let started = 0
  while (started < count && startHelper({ memory, modules, index: started })) started++
  return started
}

function threaded(engine: Engine, team: Team): Engine {
  const ordered = shared(engine.ordered(), 2, team)
  return {
    ...engine,
    float32: shared(engine.float32, 0, team),
    float64: shared(engine.float64, 1, team),
    ordered: () => ordered,
  }
}

/** The product whose columns are shared out; larger pieces are taken, so that each thread gets some. */
function shared(product: Product, kind: number, team: Team): Product {
  const { kernels, panel, stage } = product
  const multiply = (...[padded, columns, start, depth, staged]: Task): void => {
    const helpers = padded * columns * depth < WORTH ? [] : team.ready()
    const share = Math.ceil(columns / (helpers.length + 1) / panel) * panel
    const busy = helpers.filter((_, i) => (i + 1) * share < columns)
    for (const [i, block] of busy.entries()) {
      const from = (i + 1) * share
      give(block, kind, [padded, columns, start, depth, staged, from, Math.min(columns, from + share)])
    }
    kernels.multiply(padded, columns, start, depth, staged, 0, Math.min(columns, share))
    for (const block of busy) join(block)
  }
  return { ...product, piece: stage.length, kernels: { ...kernels, multiply } }
}
