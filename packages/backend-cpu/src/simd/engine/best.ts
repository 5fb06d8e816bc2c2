import type { CpuFeature } from '../../backends/features.ts'
import { createEngine, type Engine } from './engine.ts'
import { keepFreedMemory } from './keep-freed-memory.ts'

interface Best {
  readonly engine: Engine | null
  readonly features: readonly CpuFeature[]
}

let found: Best | undefined

/** The best kernels that run here on one thread, compiled at the first call that is worth it. */
export function best(): Best {
  found ??= findBest()
  return found
}

function findBest(): Best {
  keepFreedMemory()
  const relaxed = createEngine('relaxed')
  if (relaxed !== null) return { engine: relaxed, features: ['simd', 'relaxed-simd'] }
  const engine = createEngine('simd')
  return { engine, features: engine === null ? [] : ['simd'] }
}
