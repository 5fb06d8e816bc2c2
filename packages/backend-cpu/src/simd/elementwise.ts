import type { Strided, TensorData } from '@nn/tensor'
import { planWalk, type Walk, walkRows } from '../kernels/walk.ts'
import { type AskName, CHUNK, type Engine, type FoldName, type MapName } from './engine.ts'

/** Copies `count` elements at a constant distance into a chunk. */
function load(
  chunk: Float32Array | Uint8Array,
  from: TensorData,
  at: number,
  step: number,
  count: number,
): void {
  if (step === 1) chunk.set(from.subarray(at, at + count))
  else if (step === 0) chunk.fill(from[at]!, 0, count)
  else if (chunk instanceof Uint8Array) gather(chunk, from as Uint8Array, at, step, count)
  else gatherFloats(chunk, from as Float32Array, at, step, count)
}

/** Copies the beginning of a chunk out. */
function store(
  chunk: Float32Array | Uint8Array,
  to: TensorData,
  at: number,
  step: number,
  count: number,
): void {
  if (step === 1) to.set(count === CHUNK ? chunk : chunk.subarray(0, count), at)
  else for (let i = 0, k = at; i < count; i++, k += step) to[k] = chunk[i]!
}

// A loop that sees arrays of one kind only is several times as fast as one that sees more.
function gather(chunk: Uint8Array, from: Uint8Array, at: number, step: number, count: number): void {
  for (let i = 0, k = at; i < count; i++, k += step) chunk[i] = from[k]!
}

function gatherFloats(
  chunk: Float32Array,
  from: Float32Array,
  at: number,
  step: number,
  count: number,
): void {
  for (let i = 0, k = at; i < count; i++, k += step) chunk[i] = from[k]!
}

/** An operand and the chunk that its elements are copied to. */
type Input = readonly [chunk: Float32Array | Uint8Array, operand: Strided]

/** Runs a kernel over operands of any layout, chunk by chunk; `result` is the chunk in which it leaves what `out` gets. */
function run(
  walk: Walk,
  inputs: readonly Input[],
  out: Strided,
  result: Float32Array | Uint8Array,
  kernel: (count: number) => unknown,
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
      kernel((count + 15) & ~15)
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
    run(walk, inputs, out, engine.x, engine.elementwise[name])
  }

export const ask =
  (name: AskName): Run =>
  (engine, walk, [x, y], out) => {
    const inputs: Input[] = [[engine.x, x!]]
    if (y !== undefined) inputs.push([engine.y, y])
    run(walk, inputs, out, engine.bytes, engine.elementwise[name])
  }

export const select: Run = (engine, walk, [condition, a, b], out) => {
  const inputs: Input[] = [
    [engine.bytes, condition!],
    [engine.x, a!],
    [engine.y, b!],
  ]
  run(walk, inputs, out, engine.x, engine.elementwise.select)
}

export const fromBytes: Run = (engine, walk, [x], out) => {
  run(walk, [[engine.bytes, x!]], out, engine.x, engine.elementwise.fromBytes)
}

/** Whether the elements are not 0: what `bool` makes of them. */
export const toBytes: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.ne)
}

/** Whether they are 0. */
export const isZero: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.eq)
}

/** How two results of a reduction are made one, and what changes none. */
const folds = {
  sum: [0, (a: number, b: number) => a + b],
  sumSquares: [0, (a: number, b: number) => a + b],
  max: [-Infinity, Math.max],
  min: [Infinity, Math.min],
} as const

/** Reduces the last `axes` axes of float32 `x`, which are `inner`, over all others, which are `outer`. */
export function fold(
  engine: Engine,
  name: FoldName,
  x: Strided,
  outer: Walk,
  inner: Walk,
  out: Strided,
): void {
  const [identity, join] = folds[name]
  const kernel = engine.elementwise[name]
  const [dx, dout] = outer.steps as [number, number]
  const step = inner.steps[0]!
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
      let total: number = identity
      walkRows(inner, [i], (start) => {
        for (let done = 0; done < inner.count; done += CHUNK) {
          const count = Math.min(CHUNK, inner.count - done)
          const padded = (count + 15) & ~15
          load(engine.x, x.data, start[0]! + done * step, step, count)
          if (padded > count) engine.x.fill(identity, count, padded)
          total = join(total, kernel(padded))
        }
      })
      out.data[k] = total
    }
  })
}

/** The walks of a reduction of the last `axes` axes. */
export function planFold(x: Strided, axes: number, out: Strided): readonly [outer: Walk, inner: Walk] {
  const kept = x.shape.length - axes
  return [planWalk([x, out], 0, kept), planWalk([x], kept)]
}

/** Softmax along the last axis, whose elements in `out` lie together: maxima, then exponentials with their sums, then quotients. */
export function softmax(engine: Engine, x: Strided, out: Strided): void {
  const last = x.shape.length - 1
  const size = x.shape[last]!
  const step = x.strides[last]!
  const outer = planWalk([x, out], 0, last)
  const [dx, dout] = outer.steps as [number, number]
  const { max, expSum, scale } = engine.elementwise
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; n++, i += dx, k += dout) {
      const chunks = (
        from: Strided,
        start: number,
        by: number,
        visit: (count: number, done: number) => void,
      ): void => {
        for (let done = 0; done < size; done += CHUNK) {
          const count = Math.min(CHUNK, size - done)
          load(engine.x, from.data, start + done * by, by, count)
          engine.x.fill(-Infinity, count, (count + 15) & ~15)
          visit(count, done)
        }
      }
      let shift = -Infinity
      chunks(x, i, step, (count) => {
        shift = Math.max(shift, max((count + 15) & ~15))
      })
      let sum = 0
      chunks(x, i, step, (count, done) => {
        sum += expSum((count + 15) & ~15, shift)
        store(engine.x, out.data, k + done, 1, count)
      })
      chunks(out, k, 1, (count, done) => {
        scale((count + 15) & ~15, 1 / sum)
        store(engine.x, out.data, k + done, 1, count)
      })
    }
  })
}
