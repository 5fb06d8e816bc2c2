import { type PhiloxKey, writeRoundKeys } from '../../engines/philox4x32.ts'
import { compileSimd, onceWorth } from '../../engines/simd-module.ts'
import { kernels } from '../../generated/kernels.ts'
import { PHILOX_CHUNK, PHILOX_KEYS, PHILOX_PARAMS } from '../../wasm/addresses.ts'
import { CHUNK } from './word-source.ts'

/** The laws that have kernels, by their numbers in assembly/kernels.ts. */
const LAWS = { uniform: 0, normal: 1, truncatedNormal: 2, bernoulli: 3 } as const

/** The exports of assembly/kernels.ts. */
interface Exports {
  philox(at: number, c0: number, c1: number, call: number, groups: number): void
  fill(law: number, at: number, c0: number, c1: number, call: number, groups: number): void
}

/** A law's kernel and the parameters that it reads: of `bernoulli` a word, of the others float32 numbers. */
export interface Kernel {
  readonly name: keyof typeof LAWS
  readonly params: readonly number[]
}

/** The kernel's number. */
export function lawOf({ name }: Kernel): number {
  return LAWS[name]
}

/** Where kernels read what they are told: the round keys and the parameters of a law, which are numbers or words. */
export interface Inputs {
  readonly keys: Uint32Array
  readonly numbers: Float32Array
  readonly words: Uint32Array
  /** The key whose round keys are there. */
  key?: PhiloxKey
}

/** The inputs in a memory. */
export function inputsOf(buffer: ArrayBufferLike): Inputs {
  return {
    keys: new Uint32Array(buffer, PHILOX_KEYS, 20),
    numbers: new Float32Array(buffer, PHILOX_PARAMS, 16),
    words: new Uint32Array(buffer, PHILOX_PARAMS, 16),
  }
}

/** Writes what the kernels read: a few numbers, sooner one by one than by `set`. */
export function tell(inputs: Inputs, key: PhiloxKey, kernel: Kernel | undefined): void {
  if (inputs.key !== key) writeRoundKeys(key, inputs.keys)
  inputs.key = key
  if (kernel === undefined) return
  const { name, params } = kernel
  const target = name === 'bernoulli' ? inputs.words : inputs.numbers
  for (let i = 0; i < params.length; i++) target[i] = params[i]!
}

/** The module with views of its memory. */
export interface Simd {
  readonly exports: Exports
  readonly inputs: Inputs
  readonly words: Uint32Array
  readonly singles: Float32Array
}

/** The SIMD kernels, once so many values are worth it; null where the engine has no WebAssembly SIMD. */
export const simd: (values: number) => Simd | null = /* @__PURE__ */ onceWorth(() => {
  const module = compileSimd<Exports>(kernels)
  return (
    module && {
      exports: module.exports,
      inputs: inputsOf(module.buffer),
      words: new Uint32Array(module.buffer, PHILOX_CHUNK, CHUNK),
      singles: new Float32Array(module.buffer, PHILOX_CHUNK, CHUNK),
    }
  )
})
