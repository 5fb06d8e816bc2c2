import { isTensor, type Operand, type Tensor } from '@nn/tensor'
import { type Call, Operation, tensorsOf } from './core/operation.ts'
import type { KerasRuntime } from './core/runtime.ts'
import { broadcast, concatenated, reshaped } from './core/shapes.ts'
import { isKerasTensor, type KerasTensor, known, type Shape, tensorsIn } from './core/tensor.ts'

/** The shape of a result by the call's shapes. */
type ShapeOf = (call: Call) => Shape

/** The shapes of several. */
type ShapesOf = (call: Call) => readonly Shape[]

/** An operation of `keras.ops` on tensors of which only the shape is known. */
class NamedOperation extends Operation {
  readonly shapeOf: ShapeOf | ShapesOf

  constructor(runtime: KerasRuntime, name: string, shapeOf: ShapeOf | ShapesOf) {
    super(runtime, runtime.autoName(name))
    this.shapeOf = shapeOf
  }

  compute(call: Call): unknown {
    return tensorsOf(this.shapeOf(call))
  }
}

const shapeIn = (value: unknown): Shape => {
  if (isKerasTensor(value) || isTensor(value)) return value.shape
  return []
}

const first: ShapeOf = ({ positional, keywords }) => shapeIn(positional[0] ?? Object.values(keywords)[0])

const spread: ShapeOf = ({ positional, keywords }) =>
  broadcast([...positional, ...Object.values(keywords)].map(shapeIn))

const argument = ({ positional, keywords }: Call, place: number, name: string): unknown =>
  keywords[name] ?? positional[place]

const counted = (axis: number, { length }: Shape): number => (axis < 0 ? axis + length : axis)

const reduced: ShapeOf = (call) => {
  const shape = first(call)
  const axis = argument(call, 1, 'axis')
  const given = axis === undefined || axis === null ? [...shape.keys()] : [axis].flat()
  const axes = given.map((each) => counted(Number(each), shape))
  const keeps = argument(call, 2, 'keepdims') === true
  return shape.flatMap((length, i) => (axes.includes(i) ? (keeps ? [1] : []) : [length]))
}

const matmul: ShapeOf = ({ positional: [a, b] }) => {
  const [left, right] = [shapeIn(a), shapeIn(b)]
  if (right.length === 1) return left.slice(0, -1)
  return [...broadcast([left.slice(0, -2), right.slice(0, -2)]), left.at(-2) ?? null, right.at(-1) ?? null]
}

const transpose: ShapeOf = (call) => {
  const shape = first(call)
  const axes = argument(call, 1, 'axes') as readonly number[] | undefined
  return (axes ?? [...shape.keys()].reverse()).map((axis) => shape[axis] ?? null)
}

const expanded: ShapeOf = (call) => {
  const shape = first(call)
  const axis = Number(argument(call, 1, 'axis'))
  return shape.toSpliced(axis < 0 ? axis + shape.length + 1 : axis, 0, 1)
}

const squeezed: ShapeOf = (call) => {
  const shape = first(call)
  const axis = argument(call, 1, 'axis')
  if (axis === undefined || axis === null) return shape.filter((length) => length !== 1)
  return shape.toSpliced(counted(Number(axis), shape), 1)
}

const split: ShapesOf = (call) => {
  const shape = first(call)
  const parts = argument(call, 1, 'indices_or_sections')
  const axis = counted(Number(argument(call, 2, 'axis') ?? 0), shape)
  const length = known(shape[axis], 'a length to split')
  const ends = Array.isArray(parts)
    ? [0, ...(parts as number[]), length]
    : Array.from({ length: Number(parts) + 1 }, (_, i) => (i * length) / Number(parts))
  return ends.slice(1).map((end, i) => shape.toSpliced(axis, 1, end - (ends[i] ?? 0)))
}

/** `einsum('bij,jk->bik', a, b)`; an ellipsis stands for what operands have more. */
const einsum: ShapeOf = ({ positional: [equation, ...operands] }) => {
  const [inputs = '', output = ''] = String(equation).replaceAll(' ', '').split('->')
  const lengths = new Map<string, number | null>()
  let rest: Shape = []
  for (const [i, labels] of inputs.split(',').entries()) {
    const shape = shapeIn(operands[i])
    const [before = '', after] = labels.split('...')
    const end = shape.length - (after ?? '').length
    for (const [at, label] of [...before].entries()) lengths.set(label, shape[at] ?? null)
    for (const [at, label] of [...(after ?? '')].entries()) lengths.set(label, shape[end + at] ?? null)
    if (after !== undefined) rest = broadcast([rest, shape.slice(before.length, end)])
  }
  const of = (labels: string): Shape => [...labels].map((label) => lengths.get(label) ?? null)
  const [lead = '', tail] = output.split('...')
  return tail === undefined ? of(lead) : [...of(lead), ...rest, ...of(tail)]
}

const BINARY =
  'add subtract multiply divide true_divide power maximum minimum greater greater_equal less less_equal equal not_equal where mod floor_divide logical_and logical_or logical_xor arctan2 logaddexp'
const UNARY =
  'abs absolute relu relu6 gelu silu swish sigmoid hard_sigmoid hard_silu tanh exp log sqrt rsqrt square softmax log_softmax negative cast elu selu celu leaky_relu softplus softsign sin cos erf sign clip stop_gradient identity copy zeros_like ones_like normalize layer_normalization cumsum flip roll sort round floor ceil reciprocal mish hard_tanh hard_shrink soft_shrink tanh_shrink log_sigmoid squareplus sparse_plus sparse_sigmoid sparsemax exponential log1p expm1 log2 log10 tan sinh cosh arctan arcsin arccos tril triu argsort cumprod isnan isfinite isinf nan_to_num logical_not full_like'
const REDUCING = 'mean sum max min amax amin var std prod any all logsumexp argmax argmin norm'

const table = (names: string, shapeOf: ShapeOf): Record<string, ShapeOf> =>
  Object.fromEntries(names.split(' ').map((name) => [name, shapeOf]))

/** `keras.ops` by the shapes of their results. */
const SHAPES: Readonly<Record<string, ShapeOf | ShapesOf>> = {
  ...table(UNARY, first),
  ...table(BINARY, spread),
  ...table(REDUCING, reduced),
  matmul,
  dot: matmul,
  transpose,
  expand_dims: expanded,
  squeeze: squeezed,
  reshape: (call) => {
    const [batch = null, ...rest] = first(call)
    const [lead = null, ...target] = argument(call, 1, 'newshape') as Shape
    return lead === -1 || lead === null || lead === batch
      ? [batch, ...reshaped(rest, target)]
      : reshaped([batch, ...rest], [lead, ...target])
  },
  concatenate: (call) =>
    concatenated(
      tensorsIn(call.positional[0]).map(({ shape }) => shape),
      Number(argument(call, 1, 'axis') ?? 0),
    ),
  stack: (call) => {
    const tensors = tensorsIn(call.positional[0])
    const [shape = []] = tensors.map((each) => each.shape)
    const axis = Number(argument(call, 1, 'axis') ?? 0)
    return shape.toSpliced(axis < 0 ? axis + shape.length + 1 : axis, 0, tensors.length)
  },
  split,
  einsum,
  broadcast_to: (call) => argument(call, 1, 'shape') as Shape,
  one_hot: (call) => [...first(call), Number(argument(call, 1, 'num_classes'))],
  tile: (call) => {
    const shape = first(call)
    const repeats = [argument(call, 1, 'repeats')].flat().map(Number)
    const ones = new Array<number>(Math.max(0, repeats.length - shape.length)).fill(1)
    const whole = [...ones, ...shape]
    const offset = whole.length - repeats.length
    return whole.map((length, i) => (length === null ? null : length * (repeats[i - offset] ?? 1)))
  },
  repeat: (call) => {
    const shape = first(call)
    const axis = counted(Number(argument(call, 2, 'axis')), shape)
    const times = Number(argument(call, 1, 'repeats'))
    return shape.map((length, i) => (i === axis && length !== null ? length * times : length))
  },
  pad: (call) => {
    const widths = argument(call, 1, 'pad_width') as readonly (readonly number[])[]
    return first(call).map((length, i) => {
      const [before = 0, after = 0] = widths[i] ?? []
      return length === null ? null : length + before + after
    })
  },
  take: (call) => {
    const shape = first(call)
    const axis = counted(Number(argument(call, 2, 'axis')), shape)
    return shape.toSpliced(axis, 1, ...shapeIn(argument(call, 1, 'indices')))
  },
  moveaxis: (call) => {
    const shape = first(call)
    const [from, to] = [1, 2].map((place) =>
      counted(Number(argument(call, place, place === 1 ? 'source' : 'destination')), shape),
    )
    return shape.toSpliced(from ?? 0, 1).toSpliced(to ?? 0, 0, shape[from ?? 0] ?? null)
  },
  swapaxes: (call) => {
    const shape = first(call)
    const [a, b] = [1, 2].map((place) => counted(Number(argument(call, place, `axis${place}`)), shape))
    return shape.map((length, i) =>
      i === a ? (shape[b ?? 0] ?? null) : i === b ? (shape[a ?? 0] ?? null) : length,
    )
  },
}

/** What an operation gives for values that are there, as those of a person's own initializer. */
const VALUED: Readonly<Record<string, (left: Tensor, right: Operand) => Tensor>> = {
  add: (left, right) => left.add(right),
  subtract: (left, right) => left.sub(right),
  multiply: (left, right) => left.mul(right),
  divide: (left, right) => left.div(right),
  true_divide: (left, right) => left.div(right),
  power: (left, right) => left.pow(right),
  maximum: (left, right) => left.maximum(right),
  minimum: (left, right) => left.minimum(right),
  greater: (left, right) => left.gt(right),
  greater_equal: (left, right) => left.ge(right),
  less: (left, right) => left.lt(right),
  less_equal: (left, right) => left.le(right),
  equal: (left, right) => left.eq(right),
  not_equal: (left, right) => left.ne(right),
  abs: (left) => left.abs(),
  negative: (left) => left.neg(),
  sqrt: (left) => left.sqrt(),
  square: (left) => left.square(),
  sign: (left) => left.sign(),
}

/** The names of `keras.ops` that are known. */
export const OPERATIONS: readonly string[] = Object.keys(SHAPES)

/** One operation of `keras.ops`. */
export function runOperation(runtime: KerasRuntime, name: string, call: Call): unknown {
  const values = [...call.positional, ...Object.values(call.keywords)]
  if (tensorsIn(values).length === 0 && values.some(isTensor)) return runValues(name, call)
  const shapeOf = SHAPES[name]
  if (shapeOf === undefined) throw new RangeError(`an operation that is not known: keras.ops.${name}`)
  return new NamedOperation(runtime, name, shapeOf).run(call)
}

function runValues(name: string, call: Call): unknown {
  const [left, right, third] = call.positional
  if (name === 'where') return isTensor(left) ? chosen(left, right as Operand, third as Operand) : undefined
  if (name === 'cast') return cast(left as Tensor, String(argument(call, 1, 'dtype')))
  if (name === 'clip') return (left as Tensor).clamp(Number(right), Number(third))
  if (name === 'reshape') return (left as Tensor).reshape(...(right as number[]))
  if (name === 'transpose' && isTensor(left)) return left.permute(...[...left.shape.keys()].reverse())
  const run = VALUED[name]
  if (run === undefined) throw new RangeError(`an operation on values that is not known: ${name}`)
  if (isTensor(left)) return run(left, right as Operand)
  if (isTensor(right))
    return run(right.backend.full(right.shape, Number(left), { dtype: right.dtype }), right)
  throw new TypeError(`${name}: expected a tensor`)
}

/** A tensor as another type; a condition as 1 and 0. */
function cast(tensor: Tensor, dtype: string): Tensor {
  if (dtype === 'float32') return tensor.cast('float32')
  throw new RangeError(`expected a cast to float32, got ${dtype}`)
}

/** Where a condition holds one, elsewhere the other. */
function chosen(condition: Tensor, yes: Operand, no: Operand): Tensor {
  const mask = condition.toArray()
  const from = (operand: Operand): ((i: number) => number) => {
    if (!isTensor(operand)) return () => Number(operand)
    const values = operand.clone().toArray()
    return (i) => Number(values[i])
  }
  const [a, b] = [from(yes), from(no)]
  const out = Float32Array.from({ length: condition.size }, (_, i) => (Number(mask[i]) !== 0 ? a(i) : b(i)))
  return condition.backend.tensor(out, { shape: condition.shape, copy: false })
}

/** `x[…]` of a tensor of which the shape is known: integers take an axis away, slices and `...` keep it. */
function itemShape(shape: Shape, index: readonly ItemIndex[]): Shape {
  const out: (number | null)[] = []
  let axis = 0
  for (const [i, part] of index.entries()) {
    if (part === '...') {
      const skipped =
        shape.length - (index.length - 1) - i + index.slice(0, i).filter((each) => each === null).length
      while (axis < i + skipped - index.slice(0, i).filter((each) => each === null).length)
        out.push(shape[axis++] ?? null)
    } else if (part === null) out.push(1)
    else if (typeof part === 'number') axis++
    else out.push(sliced(shape[axis++] ?? null, part))
  }
  return [...out, ...shape.slice(axis)]
}

/** One part of what stands in brackets. */
export type ItemIndex =
  | number
  | null
  | '...'
  | { readonly start: number | null; readonly stop: number | null; readonly step: number | null }

function sliced(
  length: number | null,
  { start, stop, step }: Exclude<ItemIndex, number | null | '...'>,
): number | null {
  if (length === null) return null
  const from = (end: number): number => Math.min(length, Math.max(0, end < 0 ? end + length : end))
  return Math.max(0, Math.ceil((from(stop ?? length) - from(start ?? 0)) / (step ?? 1)))
}

/** `x[…]`. */
export function itemOf(runtime: KerasRuntime, tensor: KerasTensor, index: readonly ItemIndex[]): unknown {
  const operation = new NamedOperation(runtime, 'GetItem', () => itemShape(tensor.shape, index))
  return operation.run({ positional: [tensor], keywords: {} })
}
