import { getAttribute } from '../../../python/attributes.ts'
import { bind } from '../../../python/bind.ts'
import { raised } from '../../../python/errors.ts'
import {
  type Callable,
  type Keywords,
  method,
  PyObject,
  type PyProperty,
  tuple,
} from '../../../python/objects.ts'
import { deepCopy } from '../../../python/standard.ts'
import { call, text, truth } from '../../../python/values.ts'
import { isFloat, type TorchType, TYPE_NAMES, TypeObject } from './dtypes.ts'
import {
  emptyState,
  isModuleObject,
  isParameterObject,
  type ModuleState,
  modulesBelow,
  stateOf,
  tensorsBelow,
} from './module-state.ts'
import { converted, heldBy, isTensorObject } from './tensor.ts'

type Given = readonly unknown[]

/** `module.name = value`: parameters, modules and buffers have registers of their own. */
function assign(self: PyObject, name: string, value: unknown): void {
  const held = self.held as ModuleState | undefined
  if (isParameterObject(value) || isModuleObject(value)) {
    const state = stateOf(self)
    const own = isParameterObject(value) ? state.parameters : state.modules
    for (const register of [state.parameters, state.buffers, state.modules])
      if (register !== own) register.delete(name)
    self.attributes.delete(name)
    own.set(name, value)
    return
  }
  const register = held && [held.parameters, held.modules, held.buffers].find((map) => map.has(name))
  if (register === undefined) self.attributes.set(name, value)
  else if (value === null || (register === held?.buffers && isTensorObject(value)))
    register.set(name, value as PyObject | null)
  else throw raised('TypeError', `cannot assign to '${name}' what is neither of its kind nor None`)
}

function find(self: PyObject, name: string): unknown {
  const held = self.held as ModuleState | undefined
  const register = held && [held.parameters, held.buffers, held.modules].find((map) => map.has(name))
  if (register !== undefined) return register.get(name)
  if (held !== undefined && name === 'training') return held.training
  const inner: Readonly<Record<string, unknown>> = {
    _parameters: held?.parameters,
    _buffers: held?.buffers,
    _modules: held?.modules,
  }
  if (inner[name] !== undefined) return inner[name]
  throw raised('AttributeError', `'${self.type.name}' object has no attribute '${name}'`)
}

/** Children first, then the module itself. */
function applyTo(self: PyObject, fn: unknown): PyObject {
  for (const child of stateOf(self).modules.values()) if (child !== null) applyTo(child, fn)
  call(fn, [self])
  return self
}

function childrenOf(self: PyObject): [string, PyObject][] {
  const seen = new Set<PyObject>()
  return [...stateOf(self).modules].filter((entry): entry is [string, PyObject] => {
    const [, child] = entry
    if (child === null || seen.has(child)) return false
    seen.add(child)
    return true
  })
}

function named(kind: 'parameters' | 'buffers'): Callable {
  return method((self, given, keywords) => {
    const {
      prefix = '',
      recurse = true,
      remove_duplicate: unique = true,
    } = bind(['prefix', 'recurse', 'remove_duplicate'], given, keywords)
    return [
      ...tensorsBelow(self, kind, { prefix: text(prefix), recurse: truth(recurse), unique: truth(unique) }),
    ].map(tuple)
  })
}

function plain(kind: 'parameters' | 'buffers'): Callable {
  return method((self, given, keywords) => {
    const { recurse = true } = bind(['recurse'], given, keywords)
    return [...tensorsBelow(self, kind, { recurse: truth(recurse) })]
      .map(([, tensor]) => tensor)
      [Symbol.iterator]()
  })
}

/** Parameters and buffers of a float type in another one, in place. */
function convert(self: PyObject, type: TorchType): PyObject {
  for (const kind of ['parameters', 'buffers'] as const) {
    for (const [, tensor] of tensorsBelow(self, kind)) {
      const held = heldBy(tensor)
      if (isFloat(held.type)) Object.assign(held, { data: converted(held, type), type })
    }
  }
  for (const [, module] of modulesBelow(self)) delete stateOf(module).net
  return self
}

function train(self: PyObject, mode: boolean): PyObject {
  for (const [, module] of modulesBelow(self)) stateOf(module).training = mode
  return self
}

/** The part at a path such as `layers.0`. */
function at(self: PyObject, path: string): unknown {
  return path === '' ? self : path.split('.').reduce<unknown>((part, name) => getAttribute(part, name), self)
}

function register(self: PyObject, name: unknown, module: unknown): null {
  if (module !== null && !isModuleObject(module)) throw raised('TypeError', 'expected a Module')
  stateOf(self).modules.set(text(name), module)
  return null
}

function copy(self: PyObject, copies: Map<unknown, unknown>): PyObject {
  const made = new PyObject(self.type, emptyState())
  copies.set(self, made)
  const [from, to] = [stateOf(self), stateOf(made)]
  for (const kind of ['parameters', 'buffers', 'modules'] as const) {
    for (const [name, part] of from[kind]) to[kind].set(name, deepCopy(part, copies) as PyObject | null)
  }
  for (const name of from.transient) to.transient.add(name)
  to.training = from.training
  for (const [name, value] of self.attributes) made.attributes.set(name, deepCopy(value, copies))
  return made
}

function typeAsked(given: Given, keywords: Keywords): TorchType | undefined {
  return [...given, ...Object.values(keywords)].find((one) => one instanceof TypeObject)?.name
}

/** The methods of `nn.Module`. */
export const MODULE_METHODS: Readonly<Record<string, Callable | PyProperty>> = {
  __init__: method((self) => {
    self.held = emptyState()
    return null
  }),
  __setattr__: method((self, [name, value]) => {
    assign(self, text(name), value)
    return null
  }),
  __getattr__: method((self, [name]) => find(self, text(name))),
  __delattr__: method((self, [name]) => {
    const state = stateOf(self)
    for (const map of [state.parameters, state.buffers, state.modules, self.attributes])
      map.delete(text(name))
    return null
  }),
  __call__: method((self, given, keywords) => call(getAttribute(self, 'forward'), given, keywords)),
  __deepcopy__: method((self, [copies]) => copy(self, copies instanceof Map ? copies : new Map())),
  apply: method((self, [fn]) => applyTo(self, fn)),
  modules: method((self) => [...modulesBelow(self)].map(([, module]) => module)[Symbol.iterator]()),
  named_modules: method((self) => [...modulesBelow(self)].map(tuple)),
  children: method((self) =>
    childrenOf(self)
      .map(([, child]) => child)
      [Symbol.iterator](),
  ),
  named_children: method((self) => childrenOf(self).map(tuple)),
  parameters: plain('parameters'),
  buffers: plain('buffers'),
  named_parameters: named('parameters'),
  named_buffers: named('buffers'),
  state_dict: method(
    (self) =>
      new Map([
        ...tensorsBelow(self, 'parameters', { unique: false }),
        ...tensorsBelow(self, 'buffers', { unique: false }),
      ]),
  ),
  load_state_dict: method((self, [state]) => {
    if (!(state instanceof Map)) throw raised('TypeError', 'expected a dict')
    for (const kind of ['parameters', 'buffers'] as const) {
      for (const [name, tensor] of tensorsBelow(self, kind, { unique: false })) {
        const held = heldBy(tensor)
        held.data.copy_(converted(heldBy(state.get(name)), held.type))
      }
    }
    return null
  }),
  register_buffer: method((self, given, keywords) => {
    const { name, tensor = null, persistent = true } = bind(['name', 'tensor', 'persistent'], given, keywords)
    const state = stateOf(self)
    state.buffers.set(text(name), tensor === null ? null : isTensorObject(tensor) ? tensor : null)
    if (!truth(persistent)) state.transient.add(text(name))
    return null
  }),
  register_parameter: method((self, [name, parameter]) => {
    stateOf(self).parameters.set(text(name), isParameterObject(parameter) ? parameter : null)
    return null
  }),
  add_module: method((self, [name, module]) => register(self, name, module)),
  register_module: method((self, [name, module]) => register(self, name, module)),
  get_parameter: method((self, [path]) => at(self, text(path))),
  get_buffer: method((self, [path]) => at(self, text(path))),
  get_submodule: method((self, [path]) => at(self, text(path))),
  train: method((self, [mode = true]) => train(self, truth(mode))),
  eval: method((self) => train(self, false)),
  requires_grad_: method((self, [mode = true]) => {
    for (const [, tensor] of tensorsBelow(self, 'parameters')) heldBy(tensor).requiresGrad = truth(mode)
    return self
  }),
  zero_grad: method(() => null),
  to: method((self, given, keywords) => {
    const type = typeAsked(given, keywords)
    return type === undefined ? self : convert(self, type)
  }),
  cpu: method((self) => self),
  ...Object.fromEntries(
    (['float', 'double', 'half', 'bfloat16'] as const).map((name) => [
      name,
      method((self) => convert(self, TYPE_NAMES[name] ?? 'float32')),
    ]),
  ),
}
