import { checkTensor } from '../operands/check-operand.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { givenBack } from './given-back.ts'

/** Fewer bytes are had as soon anew. */
const LEAST = 2 ** 16
/** The most bytes that are kept. */
const MOST = 2 ** 28

/** Memory by its bytes, what was given back last behind the rest. */
const kept = /* @__PURE__ */ new Map<number, ArrayBuffer[]>()
let total = 0

/**
 * Gives back the memory of tensors that are done with: later results of as many bytes are made in it, where new memory would take longer than
 * most operations, in browsers above all. The elements of a tensor that was given back are gone, and so are those of its views and of arrays that
 * were taken from it: whatever uses them is the TypeError of a transferred buffer, never other values.
 *
 * Tensors whose memory is not theirs alone, such as views, and those of less than 64 KiB are left as they are. At most 256 MiB are kept.
 *
 * @throws TypeError if one is no tensor; then none is given back.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { recycle } from '@nn/tensor'
 * const x = cpu.ones([1000, 100])
 * const y = x.mul(2)
 * const total = y.sum().item()
 * recycle(y) // the next result of 400 000 bytes is made where this one was
 * const z = x.add(1)
 * z.at(0, 0).item() // => 2
 * y.sum() // throws /a buffer that was transferred/
 * ```
 */
export function recycle(...tensors: readonly Tensor[]): void {
  for (const tensor of tensors) checkTensor('recycle', tensor)
  givenBack.take = take
  for (const { data, size } of tensors) {
    if (data.length === size && data.byteLength === data.buffer.byteLength) keep(data.buffer)
  }
}

function take(bytes: number): ArrayBuffer | undefined {
  const memory = kept.get(bytes)?.pop()
  if (memory !== undefined) total -= bytes
  return memory
}

/** Keeps memory, out of reach of all that had it. */
function keep(buffer: ArrayBufferLike): void {
  const bytes = buffer.byteLength
  if (bytes < LEAST || bytes > MOST || !(buffer instanceof ArrayBuffer)) return
  const memory = transfer(buffer)
  if (memory === undefined) return
  const same = kept.get(bytes) ?? []
  kept.delete(bytes)
  kept.set(bytes, same)
  same.push(memory)
  total += bytes
  for (const [size, others] of kept) {
    if (total <= MOST) return
    total -= size * others.length
    kept.delete(size)
  }
}

/** What is used of memory that ECMAScript 2024 can move; Node 20 has a function of pages for it. */
declare const structuredClone: <T>(value: T, options: { transfer: readonly unknown[] }) => T

/** The same memory as another buffer, while the old one has none; undefined of memory that cannot be moved, such as WebAssembly's. */
function transfer(buffer: ArrayBuffer): ArrayBuffer | undefined {
  try {
    return 'transferToFixedLength' in buffer && typeof buffer.transferToFixedLength === 'function'
      ? buffer.transferToFixedLength()
      : structuredClone(buffer, { transfer: [buffer] })
  } catch {
    return undefined
  }
}
