import { mt19937 } from '../generated/mt19937.ts'
import { MT_STATE, MT_WORDS } from '../wasm/addresses.ts'
import { compileSimd, onceWorth } from './simd-module.ts'

/** The exports of assembly/mt19937.ts. */
interface Exports {
  words(blocks: number): void
  units(blocks: number): void
}

/** The module with views of its memory: the state that it moves on, and what it made. */
interface Simd {
  readonly exports: Exports
  readonly state: Uint32Array
  readonly words: Uint32Array
  readonly units: Float32Array
}

/** What the kernels read and write of an engine. */
interface Twister {
  readonly state: Uint32Array
  readonly words: Uint32Array
}

/** Words of the state, and of a block. */
const N = 624
/** The most blocks of a call. */
const MOST_BLOCKS = 20

/** The SIMD kernels, once so many values are worth it; null where the engine has no WebAssembly SIMD. */
const simd: (values: number) => Simd | null = /* @__PURE__ */ onceWorth(() => {
  const module = compileSimd<Exports>(mt19937)
  return (
    module && {
      exports: module.exports,
      state: new Uint32Array(module.buffer, MT_STATE, N),
      words: new Uint32Array(module.buffer, MT_WORDS, N),
      units: new Float32Array(module.buffer, MT_WORDS, N * MOST_BLOCKS),
    }
  )
})

/** Makes an engine's next block if the kernels are compiled already; says whether it did. */
export function refillBySimd({ state, words }: Twister): boolean {
  const loaded = simd(0)
  if (loaded === null) return false
  loaded.state.set(state)
  loaded.exports.words(1)
  state.set(loaded.state)
  words.set(loaded.words)
  return true
}

/**
 * Writes the next whole blocks as multiples of 2⁻²⁴ from the low 24 bits of each word, as many as fit into
 * out[begin … end), if that is worth it; returns where it ended.
 */
export function fillUnitBlocks({ state }: Twister, out: Float32Array, begin: number, end: number): number {
  const kernels = end - begin >= N ? simd(end - begin) : null
  if (!kernels) return begin
  kernels.state.set(state)
  let at = begin
  while (end - at >= N) {
    const blocks = Math.min(MOST_BLOCKS, Math.floor((end - at) / N))
    kernels.exports.units(blocks)
    out.set(kernels.units.subarray(0, N * blocks), at)
    at += N * blocks
  }
  state.set(kernels.state)
  return at
}
