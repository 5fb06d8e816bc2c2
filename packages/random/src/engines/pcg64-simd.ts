import { pcg64 } from '../generated/pcg64.ts'
import { PCG_INCREMENT, PCG_STATE, PCG_WORDS } from '../wasm/addresses.ts'
import { compileSimd, onceWorth } from './simd-module.ts'

/** The most 64-bit words of a call. */
const CHUNK = 2048
/** From this many words on the kernel is worth a call. */
const LEAST = 16

/** What the kernel reads and writes of an engine. */
interface Pcg {
  readonly state: Uint32Array
  readonly increment: Uint32Array
}

/** The module with views of its memory. */
interface Kernel {
  readonly exports: { fill(count: number): void }
  readonly state: Uint32Array
  readonly increment: Uint32Array
  readonly words: Uint32Array
}

const kernel: (values: number) => Kernel | null = /* @__PURE__ */ onceWorth(() => {
  const module = compileSimd<Kernel['exports']>(pcg64)
  return (
    module && {
      exports: module.exports,
      state: new Uint32Array(module.buffer, PCG_STATE, 4),
      increment: new Uint32Array(module.buffer, PCG_INCREMENT, 4),
      words: new Uint32Array(module.buffer, PCG_WORDS, 2 * CHUNK),
    }
  )
})

/** `Pcg64.fill` in 64-bit integers, if it is worth it and the engine has WebAssembly; says whether it did. */
export function fillByKernel(engine: Pcg, out: Uint32Array, first: number, count: number): boolean {
  const loaded = count < LEAST ? null : kernel(count)
  if (loaded === null) return false
  const { exports, state, increment, words } = loaded
  state.set(engine.state)
  increment.set(engine.increment)
  for (let done = 0; done < count; done += CHUNK) {
    const part = Math.min(CHUNK, count - done)
    exports.fill(part)
    out.set(words.subarray(0, 2 * part), first + 2 * done)
  }
  engine.state.set(state)
  return true
}
