import { integer } from '@nn/check'
import { createBackend } from '@nn/tensor'
import { type Helper, type Memory, startHelper } from '@nn/wasm'
import { cpu } from '../backends/cpu.ts'
import { type CpuBackend, type CpuFeature, featuresOf } from '../backends/features.ts'
import { plainKernels } from '../kernels/plain.ts'
import { accelerate } from '../simd/accelerate.ts'
import { products } from '../simd/accelerate-products.ts'
import { HELPER_BYTES, HELPERS } from '../simd/engine/addresses.ts'
import { best } from '../simd/engine/best.ts'
import { type Engine, engineOn } from '../simd/engine/engine.ts'
import { COSTLY, USUAL } from '../simd/engine/least.ts'
import { compileAll, createMemory, type Modules } from '../simd/engine/modules.ts'
import type { Product } from '../simd/engine/product.ts'
import { spreadOver } from './spread.ts'

/** Most helpers that a memory has chunks for. */
const MOST = 16
/** The number of products that is worth waking a helper for, about 30 µs. */
const WORTH = 1 << 20
/** The rows from which on helpers are worth it: products of fewer take little longer than the copy of their right operand, and that is slower into a memory that threads share. */
const MANY_ROWS = 24

/**
 * A CPU backend whose large matrix products, convolutions and costly functions run on `count` threads: on this one and on helpers that
 * share a memory with it. The values are those of `cpu` to the last bit, as every element is summed by one thread in the same order.
 *
 * Helpers need SharedArrayBuffer: Node, or a page that is cross-origin isolated. Without one, or where none may be started, this is
 * `cpu`; until they have started this thread does all, and if they fail to, or end, `features` no longer has `'threads'`. A call that
 * waits for a helper that has ended notices it after two seconds and does the work itself. Helpers sleep when
 * there is nothing to do, stay as long as the process or page and never keep it alive: make one backend and hand it round.
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
 * cpuThreads(0) // throws /cpuThreads: expected count to be an integer of \[1, 17\], got 0/
 * ```
 */
export function cpuThreads(count: number): CpuBackend {
  integer('cpuThreads', 'count', count, 1, MOST + 1)
  const { engine, features } = best()
  const team = engine && startTeam(features, count - 1)
  if (engine === null || team === null) return cpu
  const { helpers, spread, together } = team
  const alone = { ...engine, spread }
  const kernels = accelerate(plainKernels, () => alone, USUAL)
  let isLost = false
  const choose = (rows: number, size: number): Engine =>
    isLost || rows < MANY_ROWS || size < WORTH ? alone : together
  const helped = products(plainKernels, choose, USUAL)
  const orAlone: OrAlone =
    (together, apart) =>
    (...operands) => {
      try {
        together(...operands)
      } catch (error) {
        if (error !== LOST) throw error
        isLost = true
        apart(...operands)
      }
    }
  const backend = createBackend({
    ...kernels,
    matmul: orAlone(helped.matmul, kernels.matmul),
    orderedMatmul: orAlone(helped.orderedMatmul, kernels.orderedMatmul),
    linear: orAlone(helped.linear, kernels.linear),
    convolve: orAlone(helped.convolve, kernels.convolve),
  })
  return featuresOf(backend, () =>
    helpers.some((helper) => !helper.hasFailed()) ? [...features, 'threads'] : features,
  )
}

/** What is thrown where a helper does not finish its part: it may yet write to the memory of the team, which is used no more then. */
const LOST: Error = /* @__PURE__ */ new Error('expected a helper to do its task')

/** A kernel with helpers, which does its work anew without them if one is lost. */
type OrAlone = <T extends readonly unknown[]>(
  together: (...operands: T) => void,
  apart: (...operands: T) => void,
) => (...operands: T) => void

/** Helpers, what spreads functions over them, and an engine on the memory that they share, whose products they help with. */
interface Team {
  readonly helpers: readonly Helper[]
  readonly spread: NonNullable<Engine['spread']>
  readonly together: Engine
}

/** Starts up to `count` helpers; null if none can be started. */
function startTeam(features: readonly CpuFeature[], count: number): Team | null {
  const memory = count > 0 ? createMemory(true) : null
  const modules = memory && compileAll(features.includes('relaxed-simd') ? 'relaxed' : 'simd', true)
  if (memory === null || modules === null) return null
  const helpers = startAll(memory, modules, count)
  if (helpers.length === 0) return null
  return {
    helpers,
    spread: spreadOver(memory, helpers, 3),
    together: threaded(engineOn(memory, modules), helpers),
  }
}

/** Starts up to `count` helpers that know the kernels by their numbers. */
function startAll(memory: Memory, compiled: Modules, count: number): Helper[] {
  const { float32, elementwise } = compiled
  const modules = [float32, compiled.float64(), compiled.ordered(), elementwise]
  const kernels = [0, 1, 2].map((module) => [module, 'multiply'] as const)
  const start = { memory, modules, kernels: [...kernels, ...COSTLY.map((name) => [3, name] as const)] }
  const helpers: Helper[] = []
  while (helpers.length < count) {
    const helper = startHelper({ ...start, address: HELPERS + helpers.length * HELPER_BYTES })
    if (helper === null) break
    helpers.push(helper)
  }
  return helpers
}

/** The engine whose products are shared out. */
function threaded(engine: Engine, helpers: readonly Helper[]): Engine {
  const float64 = shared(engine.float64(), 1, helpers)
  const ordered = shared(engine.ordered(), 2, helpers)
  return {
    ...engine,
    float32: shared(engine.float32, 0, helpers),
    float64: () => float64,
    ordered: () => ordered,
  }
}

/** A product whose columns are shared out among threads; larger pieces are taken, so that each thread gets some. */
function shared(product: Product, kind: number, helpers: readonly Helper[]): Product {
  const { kernels, panel, stage } = product
  const multiply: typeof kernels.multiply = (padded, columns, start, depth, staged) => {
    const free = padded * columns * depth < WORTH ? [] : helpers.filter((helper) => helper.isFree())
    const share = Math.ceil(columns / (free.length + 1) / panel) * panel
    const busy = free.filter((_, i) => (i + 1) * share < columns)
    const tasks = busy.map((helper, i) => {
      const from = (i + 1) * share
      const to = Math.min(columns, from + share)
      return { helper, task: helper.give(kind, [padded, columns, start, depth, staged, from, to]) }
    })
    kernels.multiply(padded, columns, start, depth, staged, 0, Math.min(columns, share))
    for (const { helper, task } of tasks) if (!helper.join(task)) throw LOST
  }
  return { ...product, piece: stage.length, kernels: { ...kernels, multiply } }
}
