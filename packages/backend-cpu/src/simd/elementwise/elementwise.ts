import type { Strided, UnaryOp } from '@nn/tensor'
import { type Walk, walkRows } from '../../kernels/walk.ts'
import { CHUNK } from '../engine/addresses.ts'
import { load, padded, store } from '../engine/chunks.ts'
import { type Engine, SPREAD } from '../engine/engine.ts'
import type { AskName, MapName, WaveName } from '../engine/maps.ts'

/** An operand and the chunk that its elements are copied to. */
type Input = readonly [chunk: Float32Array | Uint8Array, operand: Strided]

/** Rows of columns that are copied together, so that short rows fill a chunk too; long rows are columns of one element. */
interface Tiles {
  readonly walk: Walk
  readonly rows: number
  readonly rowSteps: readonly number[]
  readonly columns: number
  readonly steps: readonly number[]
}

/** The length from which on rows are copied and computed one by one. */
const SHORT = 1024

function tilesOf(walk: Walk): Tiles {
  const { outer, strides, count, steps } = walk
  const last = outer.length - 1
  if (last < 0 || count === 0 || count >= SHORT)
    return { walk, rows: count, rowSteps: steps, columns: 1, steps }
  const rest = { ...walk, outer: outer.slice(0, last), strides: strides.slice(0, last) }
  return { walk: rest, rows: outer[last]!, rowSteps: strides[last]!, columns: count, steps }
}

/** The number of elements that are copied together. */
export function together(walk: Walk): number {
  const { rows, columns } = tilesOf(walk)
  return rows * columns
}

/**
 * Runs a kernel over operands of any layout, chunk by chunk; `result` is the chunk in which it leaves what `out` gets. One that has one
 * operand and a `name` may run on several threads.
 */
function run(
  engine: Engine,
  all: Walk,
  inputs: readonly Input[],
  out: Strided,
  result: Float32Array | Uint8Array,
  kernel: (at: number, padded: number, count: number) => unknown,
  name?: MapName | WaveName,
): void {
  const first = engine.x.byteOffset
  const last = inputs.length
  const { walk, rows, rowSteps, columns, steps } = tilesOf(all)
  // A number is written once, unless the kernel overwrites it.
  const constant = inputs.map(([chunk], k) => rowSteps[k] === 0 && steps[k] === 0 && chunk !== result)
  const starts = [...inputs.map(([, { offset }]) => offset), out.offset]
  const chunk = (at: readonly number[], done: number, some: number): void => {
    const [count, times] = columns === 1 ? [some, 1] : [columns, some]
    const from = (k: number): number => at[k]! + done * rowSteps[k]!
    for (let k = 0; k < last; k++) {
      if (!constant[k]) read(engine, inputs[k]!, from(k), steps[k]!, count, rowSteps[k]!, times)
      else if (done === 0) read(engine, inputs[k]!, from(k), 0, CHUNK, 0, 1)
    }
    kernel(first, padded(times * count), times * count)
    store(result, out.data, from(last), steps[last]!, count, rowSteps[last]!, times)
  }
  const most = Math.floor(CHUNK / columns)
  walkRows(walk, starts, (at) => {
    if (name !== undefined && engine.spread !== undefined && columns === 1 && rows >= SPREAD) {
      const [from, to] = [inputs[0]![1], out].map(({ data }, k) => ({ data, at: at[k]!, step: rowSteps[k]! }))
      if (engine.spread(name, from!, to!, rows, (done, count) => chunk(at, done, count))) return
    }
    for (let done = 0; done < rows; done += most) chunk(at, done, Math.min(most, rows - done))
  })
}

/** Copies elements of an operand into its chunk: a bool that is to be a number through the bytes of the chunk. */
function read(
  engine: Engine,
  [chunk, { data, dtype }]: Input,
  at: number,
  step: number,
  count: number,
  rowStep: number,
  rows: number,
): void {
  if (dtype !== 'bool' || chunk instanceof Uint8Array) {
    load(chunk, data, at, step, count, rowStep, rows)
    return
  }
  load(chunk === engine.x ? engine.bytes : engine.otherBytes, data, at, step, count, rowStep, rows)
  engine.elementwise.fromBytes(chunk.byteOffset, padded(rows * count))
}

/** Runs an operation by the engine, over a walk that was planned. */
export type Run = (engine: Engine, walk: Walk, operands: readonly Strided[], out: Strided) => void

/** A function of each element, or of two. */
export const map =
  (name: MapName): Run =>
  (engine, walk, [x, y], out) => {
    const inputs: Input[] = [[engine.x, x!]]
    if (y !== undefined) inputs.push([engine.y, y])
    run(engine, walk, inputs, out, engine.x, engine.elementwise[name], y === undefined ? name : undefined)
  }

/** Products; a bool among the operands is not made numbers of first. */
export const times: Run = (engine, walk, [x, y], out) => {
  const { elementwise, bytes } = engine
  if (x!.dtype === y!.dtype) map('times')(engine, walk, [x!, y!], out)
  else {
    const chunkOf = ({ dtype }: Strided): Input[0] => (dtype === 'bool' ? bytes : engine.x)
    const inputs: Input[] = [
      [chunkOf(x!), x!],
      [chunkOf(y!), y!],
    ]
    run(engine, walk, inputs, out, engine.x, elementwise.timesBytes)
  }
}

/** Whether an operation is one of sine, cosine and tangent. */
export function isWave(name: UnaryOp | MapName): name is WaveName {
  return name === 'sin' || name === 'cos' || name === 'tan'
}

/** Sine, cosine and tangent; a chunk with an angle that is too large for the engine is computed by `Math`. */
export const wave =
  (name: WaveName): Run =>
  (engine, walk, [x], out) => {
    const kernel = (at: number, padded: number, count: number): void => {
      engine.x.fill(0, count, padded) // no angle that is too large
      if (engine.elementwise[name](at, padded) === 0) waveOf(name, engine.x, count)
    }
    run(engine, walk, [[engine.x, x!]], out, engine.x, kernel, name)
  }

/** Sine, cosine or tangent of the first elements, in place. */
export function waveOf(name: WaveName, values: Float32Array, count: number): void {
  const f = Math[name]
  for (let i = 0; i < count; i++) values[i] = f(values[i]!)
}

/** A question about each element, or about two. */
export const ask =
  (name: AskName): Run =>
  (engine, walk, [x, y], out) => {
    const inputs: Input[] = [[engine.x, x!]]
    if (y !== undefined) inputs.push([engine.y, y])
    run(engine, walk, inputs, out, engine.bytes, engine.elementwise[name])
  }

/** `condition ? a : b`. */
export const select: Run = (engine, walk, [condition, a, b], out) => {
  const inputs: Input[] = [
    [engine.bytes, condition!],
    [engine.x, a!],
    [engine.y, b!],
  ]
  run(engine, walk, inputs, out, engine.x, engine.elementwise.select)
}

/** The cast from bool. */
export const fromBytes: Run = (engine, walk, [x], out) => {
  run(engine, walk, [[engine.bytes, x!]], out, engine.x, engine.elementwise.fromBytes)
}

/** Whether elements are other than 0: the cast to bool. */
export const toBytes: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(engine, walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.ne)
}

/** Whether elements are 0. */
export const isZero: Run = (engine, walk, [x], out) => {
  engine.y.fill(0)
  run(engine, walk, [[engine.x, x!]], out, engine.bytes, engine.elementwise.eq)
}
