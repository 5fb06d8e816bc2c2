import type { Tensor } from '@nn/tensor'
import { bind } from '../../../python/bind.ts'
import { raised } from '../../../python/errors.ts'
import { type Callable, type Keywords, method, PyObject, PyProperty, tuple } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { isFloat, roundingTo, type TorchType, TYPE_NAMES, TypeObject, typeObject } from './dtypes.ts'
import { drawInto, type Law } from './random.ts'
import type { TorchSession } from './session.ts'
import {
  converted,
  derived,
  exact,
  type Held,
  heldBy,
  isTensorObject,
  reduced,
  rounded,
  sizesOf,
  tensorObject,
} from './tensor.ts'
import { binary, inPlace } from './tensor-operators.ts'

type Given = readonly unknown[]

/** A method whose result is a view or a new tensor of the same type. */
function giving(run: (data: Tensor, given: Given, held: Held) => Tensor): Callable {
  return method((self, given, keywords) => {
    const held = heldBy(self)
    return derived(rounded(run(held.data, [...given, ...Object.values(keywords)], held), held.type), [held])
  })
}

/** A view, which shares its values. */
function viewing(run: (data: Tensor, given: Given) => Tensor): Callable {
  return method((self, given, keywords) => {
    const held = heldBy(self)
    return derived(run(held.data, [...given, ...Object.values(keywords)]), [held])
  })
}

/** A method that writes into the tensor and gives it. */
function writing(run: (held: Held, given: Given, keywords: Keywords) => void): Callable {
  return method((self, given, keywords) => {
    run(heldBy(self), given, keywords)
    return self
  })
}

const number = (value: unknown): number => {
  if (isNumber(value)) return Number(value)
  if (isTensorObject(value)) return Number(exact(heldBy(value)).data.item())
  throw raised('TypeError', 'expected a number')
}

/** The axes of a reduction, and whether they stay. */
function reduction(
  given: Given,
  keywords: Keywords,
): [axes: number[] | undefined, options: { keepDims: boolean }] {
  const { dim = null, keepdim = false } = bind(['dim', 'keepdim'], given, keywords)
  const axes = dim === null ? undefined : [dim].flat().map(number)
  return [axes, { keepDims: keepdim === true }]
}

function reducing(
  run: (data: Tensor, axes: number[] | undefined, options: { keepDims: boolean }) => Tensor,
): Callable {
  return method((self, given, keywords) => {
    const [axes, options] = reduction(given, keywords)
    return reduced(heldBy(self), (data) => run(data, axes, options))
  })
}

const VIEWS: Readonly<Record<string, Callable>> = {
  view: viewing((data, given) => data.reshape(sizesOf(given))),
  reshape: viewing((data, given) => data.reshape(sizesOf(given))),
  flatten: viewing((data, [start = 0, end = -1]) => data.flatten(number(start), number(end))),
  transpose: viewing((data, [a, b]) => data.transpose(number(a), number(b))),
  t: viewing((data) => (data.ndim < 2 ? data : data.transpose())),
  permute: viewing((data, given) => data.permute(sizesOf(given))),
  unsqueeze: viewing((data, [axis]) => data.unsqueeze(number(axis))),
  squeeze: viewing((data, given) => data.squeeze(...given.map(number))),
  expand: viewing((data, given) => data.expand(expandedShape(data, sizesOf(given)))),
  detach: viewing((data) => data),
  contiguous: viewing((data) => data.contiguous()),
  cpu: viewing((data) => data),
}

function expandedShape(data: Tensor, shape: readonly number[]): number[] {
  const added = shape.length - data.ndim
  return shape.map((length, axis) => (length === -1 ? (data.shape[axis - added] ?? 1) : length))
}

const VALUES: Readonly<Record<string, Callable>> = {
  clone: giving((data) => data.clone()),
  abs: giving((data) => data.abs()),
  neg: giving((data) => data.neg()),
  sqrt: giving((data) => data.sqrt()),
  square: giving((data) => data.square()),
  sign: giving((data) => data.sign()),
  relu: giving((data) => data.relu()),
  clamp: giving((data, [low = -Infinity, high = Infinity]) => data.clamp(bound(low, -1), bound(high, 1))),
  sum: reducing((data, axes, options) => data.sum(axes, options)),
  mean: reducing((data, axes, options) => data.mean(axes, options)),
  norm: method((self, given, keywords) => {
    const { p = 2, dim = null, keepdim = false } = bind(['p', 'dim', 'keepdim'], given, keywords)
    if (p !== 2) throw new TypeError('a norm other than 2 is not read')
    const axes = dim === null ? undefined : [dim].flat().map(number)
    return reduced(heldBy(self), (data) => data.norm(axes, { keepDims: keepdim === true }))
  }),
}

function bound(value: unknown, sign: number): number {
  return value === null ? sign * Infinity : number(value)
}

const WRITES: Readonly<Record<string, Callable>> = {
  fill_: writing(({ data, type }, [value]) => data.fill_(roundingTo(type)(number(value)))),
  zero_: writing(({ data }) => data.fill_(0)),
  copy_: writing(({ data, type }, [source]) => data.copy_(converted(exact(heldBy(source)), type))),
  clamp_: writing(({ data, type }, given, keywords) => {
    const { min = null, max = null } = bind(['min', 'max'], given, keywords)
    const round = roundingTo(type)
    data.copy_(data.clamp(round(bound(min, -1)), round(bound(max, 1))))
  }),
  requires_grad_: writing((held, given, keywords) => {
    held.requiresGrad = bind(['requires_grad'], given, keywords).requires_grad !== false
  }),
}

/** `add_`, `mul_` and their like; `add_(x, alpha=2)` adds a multiple. */
function arithmetic(): Record<string, Callable> {
  const names = { add: 'add', sub: 'sub', mul: 'mul', div: 'truediv', pow: 'pow' }
  const made: Record<string, Callable> = {}
  for (const [name, op] of Object.entries(names)) {
    const scaled = (other: unknown, { alpha = 1 }: Keywords): unknown =>
      alpha === 1
        ? other
        : isTensorObject(other)
          ? binary('mul', heldBy(other), alpha)
          : number(other) * number(alpha)
    made[`${name}_`] = method((self, [other], keywords) => inPlace(op, self, scaled(other, keywords)))
    made[name] = method((self, [other], keywords) => binary(op, heldBy(self), scaled(other, keywords)))
  }
  for (const name of ['eq', 'ne', 'lt', 'le', 'gt', 'ge']) {
    made[name] = method((self, [other]) => binary(name, heldBy(self), other))
  }
  return made
}

const PROPERTIES: Readonly<Record<string, (held: Held) => unknown>> = {
  shape: ({ data }) => tuple(data.shape),
  ndim: ({ data }) => data.ndim,
  dtype: ({ type }) => typeObject(type),
  device: () => 'cpu',
  T: ({ data, type }) =>
    tensorObject(data.ndim < 2 ? data : data.permute(data.shape.map((_, i) => data.ndim - 1 - i)), type),
  grad: () => null,
  is_leaf: () => true,
}

const READS: Readonly<Record<string, Callable>> = {
  size: method((self, [axis = null]) => {
    const { shape } = heldBy(self).data
    return axis === null ? tuple(shape) : (shape.at(number(axis)) ?? null)
  }),
  dim: method((self) => heldBy(self).data.ndim),
  numel: method((self) => heldBy(self).data.size),
  nelement: method((self) => heldBy(self).data.size),
  is_contiguous: method((self) => heldBy(self).data.isContiguous),
  is_floating_point: method((self) => isFloat(heldBy(self).type)),
  item: method((self) => exact(heldBy(self)).data.item()),
  tolist: method((self) => exact(heldBy(self)).data.toNested()),
  __bool__: method((self) => Boolean(heldBy(self).data.item())),
  __float__: method((self) => Number(heldBy(self).data.item())),
  __int__: method((self) => Math.trunc(Number(heldBy(self).data.item()))),
  any: method((self) => tensorObject(heldBy(self).data.any(), 'bool')),
  all: method((self) => tensorObject(heldBy(self).data.all(), 'bool')),
  element_size: method(
    (self) => ({ bool: 1, float16: 2, bfloat16: 2, int64: 8, float64: 8 })[heldBy(self).type as string] ?? 4,
  ),
  __deepcopy__: method((self, [copies]) => {
    const { data, type, requiresGrad } = heldBy(self)
    const copy = tensorObject(data.clone(), type, self.type)
    heldBy(copy).requiresGrad = requiresGrad
    if (copies instanceof Map) copies.set(self, copy)
    return copy
  }),
}

/** The tensor in the type that `to` and its like ask for: itself, if it is of it. */
function inType(self: PyObject, type: TorchType): PyObject {
  const held = heldBy(self)
  return held.type === type ? self : derived(converted(held, type), [held], type)
}

const CONVERSIONS: Readonly<Record<string, Callable>> = {
  ...Object.fromEntries(
    (['float', 'double', 'half', 'bfloat16', 'long', 'int', 'bool'] as const).map((name) => [
      name,
      method((self) => inType(self, TYPE_NAMES[name] ?? 'float32')),
    ]),
  ),
  to: method((self, given, keywords) => {
    const type = [...given, ...Object.values(keywords)].find((one) => one instanceof TypeObject)
    return type === undefined ? self : inType(self, type.name)
  }),
  type: method((self, [type]) => (type instanceof TypeObject ? inType(self, type.name) : self)),
  type_as: method((self, [other]) => inType(self, heldBy(other).type)),
}

/** Methods that draw from the generator. */
export function drawingMethods(session: TorchSession): Record<string, Callable> {
  const drawing = (names: readonly string[], lawOf: (bound: Record<string, unknown>) => Law): Callable =>
    method((self, given, keywords) => {
      const { generator = null, ...bound } = bind([...names, 'generator'], given, keywords)
      drawInto(rngOf(session, generator), heldBy(self), lawOf(bound))
      return self
    })
  return {
    normal_: drawing(['mean', 'std'], ({ mean = 0, std = 1 }) => ({
      law: 'normal',
      mean: number(mean),
      std: number(std),
    })),
    uniform_: drawing(['from', 'to'], ({ from = 0, to = 1 }) => ({
      law: 'uniform',
      low: number(from),
      high: number(to),
    })),
    exponential_: drawing(['lambd'], ({ lambd = 1 }) => ({ law: 'exponential', rate: number(lambd) })),
    bernoulli_: drawing(['p'], ({ p = 0.5 }) => ({ law: 'bernoulli', p: number(p) })),
  }
}

/** The stream of a `torch.Generator`, or the session's. */
export function rngOf(session: TorchSession, generator: unknown): TorchSession['rng'] {
  if (generator === null || generator === undefined) return session.rng
  if (generator instanceof PyObject && typeof generator.held === 'object')
    return generator.held as TorchSession['rng']
  throw raised('TypeError', 'expected a torch.Generator')
}

/** The methods and properties of tensors that draw nothing. */
export const METHODS: Readonly<Record<string, Callable | PyProperty>> = {
  ...VIEWS,
  ...VALUES,
  ...WRITES,
  ...READS,
  ...CONVERSIONS,
  ...arithmetic(),
  ...Object.fromEntries(
    Object.entries(PROPERTIES).map(([name, read]) => [name, new PyProperty(([self]) => read(heldBy(self)))]),
  ),
  data: new PyProperty(
    ([self]) => derived(heldBy(self).data, [heldBy(self)]),
    ([self, value]) => {
      const [held, given] = [heldBy(self), exact(heldBy(value))]
      Object.assign(held, { data: given.data, type: given.type })
      return null
    },
  ),
  requires_grad: new PyProperty(
    ([self]) => heldBy(self).requiresGrad,
    ([self, value]) => {
      heldBy(self).requiresGrad = value === true
      return null
    },
  ),
}
