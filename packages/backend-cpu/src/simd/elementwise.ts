import type { Strided } from '@nn/tensor'
import { type Walk, walkRows } from '../kernels/walk.ts'
import { load, store } from './chunks.ts'
import { type AskName, CHUNK, type Engine, type MapName } from './engine.ts'

/** An operand and the chunk that its elements are copied to. */
type Input = readonly [chunk: Float32Array | Uint8Array, operand: Strided]

/** Runs a kernel over operands of any layout, chunk by chunk; `result` is the chunk in which it leaves what `out` gets. */
function run(
  { x: { byteOffset: first } }: Engine,
  walk: Walk,
  inputs: readonly Input[],
  out: Strided,
  result: Float32Array | Uint8Array,
  kernel: (at: number, count: number) => unknown,
): void {
  const last = inputs.length
  const { steps } = walk
  // A number is written once, unless the kernel overwrites it.
  const constant = inputs.map(([chunk], k) => steps[k] === 0 && chunk !== result)
  const starts = [...inputs.map(([, { offset }]) => offset), out.offset]
  walkRows(walk, starts, (at) => {
    for (let done = 0; done < walk.count; done += CHUNK) {
      const count = Math.min(CHUNK, walk.count - done)
      for (let k = 0; k < last; k++) {
        if (constant[k] && done > 0) continue
        const [chunk, { data }] = inputs[k]!
        load(chunk, data, at[k]! + done * steps[k]!, steps[k]!, constant[k] ? CHUNK : count)
      }
      kernel(first, (count + 15) & ~15)
      store(result, out.data, at[last]! + done * steps[last]!, steps[last]!, count)
    }
  })
}

/** How an operation of this kind is run by the engine over a walk that was planned. */
export type Run = (engine: Engine, walk: Walk, operands: readonly Strided[], out: Strided) => void

export const map =
  (name: MapName): Run =>
  (engine, walk, [x, y], out) => {
    const inputs: Input[] = [[engine.x, x!]]
    if (y !== undefined) inputs.push([engine.y, y])
    run(engine, walk, inputs, out, engine.x, engine.elementwise[name])
  }

export const ask =
  (name: AskName): Run =>
  (engine, walk, [x, y], out) => {
    const inputs: Input[] = [[engine.x, x!]]
    if (y !== undefined) inputs.push([engine.y, y])
    run(engine, walk, inputs, out, engine.bytes, engine.elementwise[name])
  }

export const select: Run = (engine, walk, [condition, a, b], out) => {
  const inputs: Input[] = [
    [engine.bytes, condition!],
    [engine.x, a!],
    [engine.y, b!],
  ]
  run(engine, walk, inputs, out, engine.x, engine.elementwise.select)
}

export const fromBytes: Run = (engine, walk, [x], out) => {
  run(engine, walk, [[engine.bytes, x!]], out, engine.x, engine.elementwise.fromBytes)
}

/** Whether the elements are not 0: what `bool` makes of them. */
export const toBytes: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(engine, walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.ne)
}

/** Whether they are 0. */
export const isZero: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(engine, walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.eq)
}
