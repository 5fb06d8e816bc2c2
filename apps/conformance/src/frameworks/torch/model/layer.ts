import { cpu } from '@nn/backend-cpu'
import { type Module, type Parameter, snakeCase } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../../golden/args.ts'
import { bind, without } from '../../../python/bind.ts'
import { type Keywords, method, PyClass, type PyObject, tuple } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import type { CreateLayer, Runnable } from '../../forward/runnable.ts'
import { type TorchType, TypeObject } from './dtypes.ts'
import { emptyState, MODULE, type ModuleState, stateOf } from './module-state.ts'
import type { TorchSession } from './session.ts'
import { heldBy, isTensorObject, PARAMETER, roughly, tensorObject } from './tensor.ts'

/** The arguments of a constructor by name, without those that only say where and in which type. */
export interface Constructed {
  readonly bound: Readonly<Record<string, unknown>>
  readonly type: TorchType
}

/** The arguments of a layer's constructor. */
export function argumentsOf(
  session: TorchSession,
  takes: string,
  positional: readonly unknown[],
  keywords: Keywords,
): Constructed {
  const { dtype, ...named } = without(keywords, 'device')
  const bound = bind(takes.split(' ').filter(Boolean), positional, named)
  return { bound, type: dtype instanceof TypeObject ? dtype.name : session.defaultType }
}

/** A layer of ours with the constructor of PyTorch's arguments, drawn. */
export function constructed(
  session: TorchSession,
  create: CreateLayer,
  { bound, type }: Constructed,
): Runnable {
  let runnable: Runnable | undefined
  session.construct(type, (dtype) => {
    const args = new ArgReader(
      dtype === 'float64' ? { ...withoutDefaults(bound), dtype } : withoutDefaults(bound),
    )
    runnable = create(args)
    args.done()
    return runnable.module
  })
  if (runnable === undefined) throw new Error('a layer that was not made')
  return runnable
}

/** What says nothing: None, and what never changes a weight. */
function withoutDefaults(bound: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const idle = [
    'max_norm',
    'norm_type',
    'scale_grad_by_freq',
    'sparse',
    'mode',
    'inplace',
    'return_indices',
    'padding_mode',
  ]
  return Object.fromEntries(
    Object.entries(bound).filter(
      ([name, value]) => value !== null && !idle.includes(name) && !(name === 'proj_size' && value === 0),
    ),
  )
}

/** A parameter of ours for the program. */
function parameterObject({ data }: Parameter, type: TorchType): PyObject {
  return tensorObject(data, type, PARAMETER)
}

/** Gives a module the parameters and buffers of a layer of ours, under PyTorch's names; those of `has` that it lacks are None. */
export function fill(
  self: PyObject,
  net: Module,
  { has, type, nameOf = snakeCase }: { has: string; type: TorchType; nameOf?: (path: string) => string },
): void {
  const state = stateOf(self)
  const own = new Map(
    [...net.parameters()].filter(([path]) => !path.includes('.')).map(([path, one]) => [nameOf(path), one]),
  )
  for (const name of new Set([...has.split(' ').filter(Boolean), ...own.keys()])) {
    const parameter = own.get(name)
    state.parameters.set(name, parameter === undefined ? null : parameterObject(parameter, type))
  }
  for (const [path, buffer] of net.buffers()) {
    state.buffers.set(nameOf(path), tensorObject(buffer.data, buffer.dtype === 'int32' ? 'int64' : type))
  }
}

/** What a layer was made by, so that it can be drawn again. */
const MADE = new WeakMap<PyObject, () => Module>()

function rememberMaking(self: PyObject, make: () => Module): void {
  MADE.set(self, make)
}

/** `reset_parameters`: draws again, into the values there are. */
function reset(self: PyObject, nameOf: (path: string) => string): null {
  const make = MADE.get(self)
  if (make === undefined) throw new TypeError(`reset_parameters of ${self.type.name} is not read`)
  const state = stateOf(self)
  for (const [path, { data }] of make().parameters()) {
    const held = state.parameters.get(nameOf(path))
    if (held !== undefined && held !== null) heldBy(held).data.copy_(data)
  }
  return null
}

/** Tensors of a call, those without a name first. */
function inputsOf(positional: readonly unknown[]): Tensor[] {
  return positional.filter(isTensorObject).map((one) => heldBy(one).data)
}

/** Calls a layer of ours; its values are those of the program's parameters. */
export function forward(
  self: PyObject,
  runnable: Runnable,
  positional: readonly unknown[],
  keywords: Keywords = {},
  nameOf: (path: string) => string = snakeCase,
): unknown {
  const state = stateOf(self)
  for (const [path, { data }] of runnable.module.parameters()) {
    const own = state.parameters.get(nameOf(path))
    if (own && heldBy(own).data !== data) data.copy_(heldBy(own).data)
  }
  if (state.training) runnable.module.train()
  else runnable.module.eval()
  const args = new ArgReader(
    Object.fromEntries(Object.entries(keywords).filter(([, value]) => !isTensorObject(value))),
  )
  const named = new Map(
    Object.entries(keywords).flatMap(([name, value]) =>
      isTensorObject(value) ? [[name, heldBy(value).data] as const] : [],
    ),
  )
  const list = inputsOf(positional)
  const results = runnable.call({ list, named, backend: cpu }, args)
  const type = state.parameters.size > 0 ? typeIn(state) : typeOfInput(positional)
  const objects = results.map((result) => roughly(result, type))
  return objects.length === 1 ? objects[0] : tuple(objects)
}

function typeIn({ parameters }: ModuleState): TorchType {
  const [first] = [...parameters.values()].filter((one) => one !== null)
  return first === undefined ? 'float32' : heldBy(first).type
}

function typeOfInput(positional: readonly unknown[]): TorchType {
  const [first] = positional.filter(isTensorObject)
  return first === undefined ? 'float32' : heldBy(first).type
}

/** Sizes that PyTorch keeps as tuples. */
function attributeOf(name: string, value: unknown, rank: number | undefined): unknown {
  const isPerAxis = ['kernel_size', 'stride', 'padding', 'dilation', 'output_padding'].includes(name)
  if (isPerAxis && rank !== undefined && typeof value === 'number') return tuple(new Array(rank).fill(value))
  return name === 'normalized_shape' && typeof value === 'number'
    ? tuple([value])
    : Array.isArray(value)
      ? tuple(value)
      : value
}

/** Keeps what a constructor was given as attributes, as layers of PyTorch do. */
export function keepArguments(self: PyObject, bound: Readonly<Record<string, unknown>>, rank?: number): void {
  const { parameters } = stateOf(self)
  for (const [name, value] of Object.entries(bound)) {
    if (!parameters.has(name)) self.attributes.set(name, attributeOf(name, value, rank))
  }
}

function base(name: string, above: PyClass = MODULE): PyClass {
  return new PyClass(name, [above])
}

const CONVOLUTION = base('_ConvNd')
const NORM = base('_NormBase')

/** The classes above layers of a kind, which programs ask for by `isinstance`, by the beginnings of the names of layers. */
const ABOVE: readonly (readonly [start: RegExp, above: PyClass])[] = [
  [/^ConvTranspose/, base('_ConvTransposeNd', CONVOLUTION)],
  [/^Conv/, CONVOLUTION],
  [/^BatchNorm/, base('_BatchNorm', NORM)],
  [/^InstanceNorm/, base('_InstanceNorm', NORM)],
  [/^(RNN|LSTM|GRU)Cell$/, base('RNNCellBase')],
  [/^(RNN|LSTM|GRU)$/, base('RNNBase')],
]

/** These classes by name. */
export const BASES: Readonly<Record<string, PyClass>> = Object.fromEntries(
  [NORM, ...ABOVE.map(([, above]) => above)].map((above) => [above.name, above]),
)

function aboveOf(name: string): PyClass {
  return ABOVE.find(([start]) => start.test(name))?.[1] ?? MODULE
}

const DEFAULTS: Readonly<Record<string, unknown>> = { groups: 1, stride: 1, padding: 0, dilation: 1 }

/** The class of a layer that has parameters. */
export function layerClass(
  session: TorchSession,
  name: string,
  { takes, has }: { readonly takes: string; readonly has: string },
  create: CreateLayer,
): PyClass {
  const nameOf = (path: string): string =>
    name.endsWith('Cell') ? snakeCase(path).replace(/_l0$/, '') : snakeCase(path)
  const rank = /^Conv.*(\d)d$/.exec(name)?.[1]
  const runnables = new WeakMap<PyObject, Runnable>()
  const layer: PyClass = new PyClass(name, [aboveOf(name)], {
    __init__: method((self, positional, keywords) => {
      self.held ??= emptyState()
      const given = argumentsOf(session, takes, positional, keywords)
      const make = (): Runnable => constructed(session, create, given)
      const own = self.type.find('reset_parameters')
      const before = own === layer.find('reset_parameters') ? undefined : session.rng.getState()
      const runnable = make()
      fill(self, runnable.module, { has, type: given.type, nameOf })
      keepArguments(
        self,
        { ...(rank && DEFAULTS), ...given.bound },
        rank === undefined ? undefined : Number(rank),
      )
      runnables.set(self, runnable)
      rememberMaking(self, () => make().module)
      if (before !== undefined) {
        // The constructor calls the method of the program's class instead.
        session.rng.setState(before)
        call(own, [self])
      }
      return null
    }),
    forward: method((self, positional, keywords) => {
      const runnable = runnables.get(self)
      if (runnable === undefined) throw new TypeError(`a forward of a copy of ${name} is not read`)
      return forward(self, runnable, positional, keywords, nameOf)
    }),
    reset_parameters: method((self) => reset(self, nameOf)),
    flatten_parameters: () => null,
  })
  return layer
}
