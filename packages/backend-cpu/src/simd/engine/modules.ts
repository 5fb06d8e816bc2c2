import { type Compiled, compile, createMemory as createPages, type Memory, type ModuleSource } from '@nn/wasm'
import { elementwise } from '../../generated/elementwise.ts'
import { matmul } from '../../generated/matmul.ts'
import { matmulDouble } from '../../generated/matmul-double.ts'
import { matmulRelaxed } from '../../generated/matmul-relaxed.ts'
import { rows } from '../../generated/rows.ts'
import { PAGES, SHARED_PAGES } from './addresses.ts'

/** Which instructions may be used: those of every engine with SIMD, or relaxed ones too, where the last bits are the machine's. */
export type Instructions = 'simd' | 'relaxed'

/** The kernels, compiled. */
export interface Modules {
  readonly elementwise: Compiled
  readonly float32: Compiled
  /** Compiled at the first call. */
  float64(): Compiled
  /** The module of float32 without fused multiply-add, compiled at the first call. */
  ordered(): Compiled
  /** The module of rows and columns, compiled at the first call. */
  rows(): Compiled
}

/** The memory of the kernels, or null where the engine has none; what is not used costs nothing. */
export function createMemory(shared: boolean): Memory | null {
  return createPages(shared ? SHARED_PAGES : PAGES, shared)
}

/** Compiles the kernels; null where the engine cannot run them. */
export function compileAll(instructions: Instructions, shared: boolean): Modules | null {
  const float32 = compile(instructions === 'relaxed' ? matmulRelaxed : matmul, shared)
  const maps = float32 && compile(elementwise, shared)
  if (float32 === null || maps === null) return null
  return {
    elementwise: maps,
    float32,
    float64: compiledLater(matmulDouble, shared),
    ordered: instructions === 'simd' ? () => float32 : compiledLater(matmul, shared),
    rows: compiledLater(rows, shared),
  }
}

/** Compiles a module at the first call: an engine that could compile the others can compile it. */
function compiledLater(source: ModuleSource, shared: boolean): () => Compiled {
  let compiled: Compiled | null = null
  return () => {
    compiled ??= compile(source, shared)
    if (compiled === null) throw new Error('expected kernels to compile as others did')
    return compiled
  }
}
