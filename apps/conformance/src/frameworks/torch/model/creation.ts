import { cpu } from '@nn/backend-cpu'
import { createTorchRng } from '@nn/random/torch'
import { concat, stack, type Tensor } from '@nn/tensor'
import { bind, without } from '../../../python/bind.ts'
import { saysFloat } from '../../../python/calls.ts'
import { raised } from '../../../python/errors.ts'
import {
  type Callable,
  isTuple,
  type Keywords,
  method,
  PyClass,
  type PyObject,
  tuple,
} from '../../../python/objects.ts'
import { isNumber, iterate } from '../../../python/values.ts'
import { isFloat, roundingTo, storedAs, type TorchType, TypeObject } from './dtypes.ts'
import { draw, type Law } from './random.ts'
import type { TorchSession } from './session.ts'
import {
  derived,
  heldBy,
  isTensorObject,
  reduced,
  roughly,
  rounded,
  sizesOf,
  tensorObject,
} from './tensor.ts'
import { rngOf } from './tensor-methods.ts'

/** What functions that make tensors take beside their own: where it is changes nothing. */
function optionsOf(session: TorchSession, keywords: Keywords, fallback: TorchType = session.defaultType) {
  const ignored = ['device', 'requires_grad', 'layout', 'pin_memory']
  const { dtype = null, size, generator, ...others } = without(keywords, ...ignored)
  return { type: dtype instanceof TypeObject ? dtype.name : fallback, size, generator, others }
}

function none(others: Keywords): void {
  const [name] = Object.keys(others)
  if (name !== undefined) throw new TypeError(`a program's argument that is not known: ${name}`)
}

/** `torch.rand(2, 4)` or `torch.rand(size=(2, 4))`. */
function random(session: TorchSession, law: Law): Callable {
  return (positional, keywords) => {
    const { type, size, generator, others } = optionsOf(session, keywords)
    none(others)
    const shape = sizesOf(size === undefined ? positional : [size])
    return tensorObject(draw(rngOf(session, generator), shape, type, law), type)
  }
}

function filled(session: TorchSession, value: number): Callable {
  return (positional, keywords) => {
    const { type, size, others } = optionsOf(session, keywords)
    none(others)
    return tensorObject(fullOf(sizesOf(size === undefined ? positional : [size]), value, type), type)
  }
}

function fullOf(shape: readonly number[], value: number, type: TorchType): Tensor {
  const zeros = cpu.zeros(shape, { dtype: storedAs(type) })
  if (value === 0) return zeros
  return zeros.fill_(type === 'bool' ? true : roundingTo(type)(value))
}

/** `torch.zeros_like(x)` and its like. */
function like(session: TorchSession, make: (shape: readonly number[], type: TorchType) => Tensor): Callable {
  return ([tensor], keywords) => {
    const { data, type: own } = heldBy(tensor)
    const { type, others } = optionsOf(session, keywords, own)
    none(others)
    return tensorObject(make(data.shape, type), type)
  }
}

/** The numbers of nested lists, in order, and their shape. */
function flattened(value: unknown): { values: number[]; shape: number[]; isReal: boolean; isBool: boolean } {
  if (isTensorObject(value)) {
    const { data, type } = heldBy(value)
    return {
      values: Array.from(data.toArray(), Number),
      shape: [...data.shape],
      isReal: isFloat(type),
      isBool: type === 'bool',
    }
  }
  if (!Array.isArray(value)) {
    if (!isNumber(value)) throw raised('TypeError', 'new(): data must be numbers')
    return {
      values: [Number(value)],
      shape: [],
      isReal: !Number.isInteger(value),
      isBool: typeof value === 'boolean',
    }
  }
  const parts = value.map(flattened)
  return {
    values: parts.flatMap(({ values }) => values),
    shape: [parts.length, ...(parts[0]?.shape ?? [])],
    isReal: parts.some(({ isReal }) => isReal),
    isBool: parts.length > 0 && parts.every(({ isBool }) => isBool),
  }
}

/** `torch.tensor(…)`. Floats that are whole numbers are known by the literals of the call. */
function tensorOf(session: TorchSession): Callable {
  return (positional, keywords) => {
    const { values, shape, isBool, ...rest } = flattened(positional[0])
    const isReal = rest.isReal || saysFloat(positional)
    const { type, others } = optionsOf(
      session,
      keywords,
      isBool ? 'bool' : isReal ? session.defaultType : 'int64',
    )
    none(others)
    const stored = cpu.tensor(Float64Array.from(values), { shape, copy: false }).cast(storedAs(type))
    return tensorObject(rounded(stored, type), type)
  }
}

function arange(session: TorchSession): Callable {
  return (positional, keywords) => {
    const { type: asked, others } = optionsOf(session, keywords, 'int64')
    const { start, end, step, ...rest } = { ...others } as Record<string, unknown>
    none(rest)
    const [a = 0, b, by = 1] = [...positional, ...[start, end, step].filter((one) => one !== undefined)].map(
      Number,
    )
    const [from, to] = b === undefined ? [0, a] : [a, b]
    const isReal = saysFloat(positional) || [from, to, by].some((one) => !Number.isInteger(one))
    const type = isReal && asked === 'int64' ? session.defaultType : asked
    const values = Float64Array.from({ length: Math.ceil((to - from) / by) }, (_, i) => from + i * by)
    return tensorObject(rounded(cpu.tensor(values, { copy: false }).cast(storedAs(type)), type), type)
  }
}

function eye(session: TorchSession): Callable {
  return ([rows, columns = rows], keywords) => {
    const { type } = optionsOf(session, keywords)
    const shape = [Number(rows), Number(columns)] as const
    const values = Float64Array.from({ length: shape[0] * shape[1] }, (_, i) =>
      Number(Math.floor(i / shape[1]) === i % shape[1]),
    )
    return tensorObject(cpu.tensor(values, { shape, copy: false }).cast(storedAs(type)), type)
  }
}

/** `torch.normal(mean, std, size)`, of numbers. */
function normal(session: TorchSession): Callable {
  return (positional, keywords) => {
    const { type, size, generator, others } = optionsOf(session, keywords)
    const { mean = 0, std = 1, size: third } = bind(['mean', 'std', 'size'], positional, others)
    if (!isNumber(mean) || !isNumber(std)) throw new TypeError('torch.normal of tensors is not read')
    const law: Law = { law: 'normal', mean: Number(mean), std: Number(std) }
    return tensorObject(draw(rngOf(session, generator), sizesOf([size ?? third]), type, law), type)
  }
}

function randint(session: TorchSession): Callable {
  return (positional, keywords) => {
    const { type, size, generator, others } = optionsOf(session, keywords, 'int64')
    const given = [...positional, ...(size === undefined ? [] : [size])]
    const [low, high, shape] =
      given.length === 2 && others.low === undefined
        ? [0, ...given]
        : [others.low ?? given[0], others.high ?? given[1], given.at(-1)]
    const law: Law = { law: 'integers', low: Number(low), high: Number(high) }
    return tensorObject(draw(rngOf(session, generator), sizesOf([shape]), type, law), type)
  }
}

function randperm(session: TorchSession): Callable {
  return ([count], { generator }) => {
    const places = rngOf(session, generator).permutation(new BigInt64Array(Number(count)))
    return tensorObject(cpu.tensor(Int32Array.from(places, Number), { copy: false }), 'int64')
  }
}

function joined(join: (tensors: readonly Tensor[], axis: number) => Tensor): Callable {
  return (positional, keywords) => {
    const { tensors, dim = 0 } = bind(['tensors', 'dim'], positional, keywords)
    const list = [...iterate(tensors)].map(heldBy)
    return tensorObject(
      join(
        list.map(({ data }) => data),
        Number(dim),
      ),
      list[0]?.type ?? 'float32',
    )
  }
}

/** `torch.tril(x, diagonal)` and `torch.triu`: zeros on one side of a diagonal. */
function triangle(keeps: (row: number, column: number, diagonal: number) => boolean): Callable {
  return (positional, keywords) => {
    const { input, diagonal = 0 } = bind(['input', 'diagonal'], positional, keywords)
    const held = heldBy(input)
    const { data } = held
    const [rows = 0, columns = 0] = data.shape.slice(-2)
    const values = data.toArray().map((x, i) => {
      const [row, column] = [Math.floor(i / columns) % rows, i % columns]
      return keeps(row, column, Number(diagonal)) ? x : 0
    })
    return derived(cpu.tensor(values, { shape: data.shape }).cast(data.dtype), [held])
  }
}

/** `torch.Tensor(3, 4)`, without values, or of a list. */
export function fillTensor(self: PyObject, positional: readonly unknown[]): null {
  const [first] = positional
  const isList = positional.length === 1 && Array.isArray(first) && !isTuple(first)
  if (isList) {
    const { values, shape } = flattened(first)
    const data = cpu.tensor(Float64Array.from(values), { shape, copy: false }).cast('float32')
    self.held = { data, type: 'float32', requiresGrad: false }
    return null
  }
  self.held = { data: fullOf(sizesOf(positional), 0, 'float32'), type: 'float32', requiresGrad: false }
  return null
}

/** `torch.Generator`: a stream of its own. */
const GENERATOR = new PyClass('Generator', [], {
  __init__: method((self) => {
    self.held = createTorchRng(0)
    return null
  }),
  manual_seed: method((self, [seed]) => {
    Reflect.apply(Reflect.get(Object(self.held), 'manualSeed'), self.held, [seed])
    return self
  }),
})

/** The functions of `torch` that make tensors. */
export function creationFunctions(session: TorchSession): Record<string, unknown> {
  return {
    rand: random(session, { law: 'uniform', low: 0, high: 1 }),
    randn: random(session, { law: 'normal', mean: 0, std: 1 }),
    zeros: filled(session, 0),
    ones: filled(session, 1),
    // What is empty has no values that a program could ask for.
    empty: filled(session, 0),
    full: (positional: readonly unknown[], keywords: Keywords) => {
      const { type, size, others } = optionsOf(session, keywords)
      const { fill_value, size: first } = bind(['size', 'fill_value'], positional, others)
      return tensorObject(fullOf(sizesOf([size ?? first]), Number(fill_value), type), type)
    },
    tensor: tensorOf(session),
    as_tensor: tensorOf(session),
    arange: arange(session),
    eye: eye(session),
    normal: normal(session),
    randint: randint(session),
    randperm: randperm(session),
    zeros_like: like(session, (shape, type) => fullOf(shape, 0, type)),
    ones_like: like(session, (shape, type) => fullOf(shape, 1, type)),
    empty_like: like(session, (shape, type) => fullOf(shape, 0, type)),
    rand_like: like(session, (shape, type) =>
      draw(session.rng, shape, type, { law: 'uniform', low: 0, high: 1 }),
    ),
    randn_like: like(session, (shape, type) =>
      draw(session.rng, shape, type, { law: 'normal', mean: 0, std: 1 }),
    ),
    cat: joined(concat),
    concat: joined(concat),
    stack: joined(stack),
    sqrt: ([x]: readonly unknown[]) => tensorObject(heldBy(x).data.sqrt(), heldBy(x).type),
    abs: ([x]: readonly unknown[]) => tensorObject(heldBy(x).data.abs(), heldBy(x).type),
    flatten: ([x, start = 0, end = -1]: readonly unknown[]) =>
      derived(heldBy(x).data.flatten(Number(start), Number(end)), [heldBy(x)]),
    matmul: ([a, b]: readonly unknown[]) => roughly(heldBy(a).data.matmul(heldBy(b).data), heldBy(a).type),
    tril: triangle((row, column, diagonal) => column <= row + diagonal),
    triu: triangle((row, column, diagonal) => column >= row + diagonal),
    prod: ([x]: readonly unknown[]) => reduced(heldBy(x), (data) => data.prod()),
    sum: ([x]: readonly unknown[]) => reduced(heldBy(x), (data) => data.sum()),
    is_tensor: ([x]: readonly unknown[]) => isTensorObject(x),
    numel: ([x]: readonly unknown[]) => heldBy(x).data.size,
    Generator: GENERATOR,
    Size: ([sizes]: readonly unknown[]) => tuple(sizesOf([sizes])),
  }
}
