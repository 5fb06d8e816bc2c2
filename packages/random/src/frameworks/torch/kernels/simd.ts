import { compileSimd, onceWorth, type SimdModule } from '../../../engines/simd-module.ts'
import { torch } from '../../../generated/torch.ts'
import { torchRelaxed } from '../../../generated/torch-relaxed.ts'
import { LAW_ELEMENTS, LAW_PARAMS } from '../../../wasm/addresses.ts'

/** The most elements of a call: whole blocks of MT19937 and of Box and Muller's transform. */
export const CHUNK: number = 624 * 8

/** The exports of assembly/torch.ts. */
interface Exports {
  normals(blocks: number): void
  scale(vectors: number): void
}

/** A transform of out[begin … end), at most `CHUNK` elements, by a kernel that reads the parameters. */
type Transform = (
  kernel: keyof Exports,
  out: Float32Array,
  begin: number,
  end: number,
  params: readonly number[],
) => void

/** Elements of a unit that each kernel counts in. */
const UNIT = { normals: 16, scale: 4 } as const

/** The module whose multiply-add is the machine's, where there is one and it rounds once; else the one that makes up for it. */
function compile(): SimdModule<Exports> | null {
  const relaxed = compileSimd<Exports & { isFused(x: number, y: number): number }>(torchRelaxed)
  const fused = relaxed?.exports.isFused(1 + 2 ** -23, -(1 + 2 ** -22))
  return fused ? relaxed : compileSimd<Exports>(torch)
}

/** The SIMD kernels, once so many values are worth it; null where the engine has no WebAssembly SIMD. */
export const torchSimd: (values: number) => Transform | null = /* @__PURE__ */ onceWorth(() => {
  const module = compile()
  if (module === null) return null
  const parameters = new Float32Array(module.buffer, LAW_PARAMS, 3)
  const chunk = new Float32Array(module.buffer, LAW_ELEMENTS, CHUNK)
  return (kernel, out, begin, end, params) => {
    const units = Math.ceil((end - begin) / UNIT[kernel])
    parameters.set(params)
    chunk.set(out.subarray(begin, end))
    module.exports[kernel](units)
    out.set(chunk.subarray(0, end - begin), begin)
  }
})
