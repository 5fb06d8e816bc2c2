import { raised } from '../../../python/errors.ts'
import { entriesOf } from '../../../python/methods.ts'
import { type Callable, method, PyClass, type PyObject, PySlice, tuple } from '../../../python/objects.ts'
import { indicesOf } from '../../../python/subscripts.ts'
import { call, isNumber, iterate, text } from '../../../python/values.ts'
import { emptyState, isModuleObject, isParameterObject, MODULE, stateOf } from './module-state.ts'
import { isTensorObject, PARAMETER } from './tensor.ts'

type Register = Map<string, PyObject | null>

/** How a container keeps its parts, and what it makes of what is put in. */
interface Keeping {
  registerOf(self: PyObject): Register
  part(value: unknown): PyObject
}

const MODULES: Keeping = {
  registerOf: (self) => stateOf(self).modules,
  part: (value) => {
    if (isModuleObject(value)) return value
    throw raised('TypeError', 'expected a Module')
  },
}

const PARAMETERS: Keeping = {
  registerOf: (self) => stateOf(self).parameters,
  part: (value) => {
    if (isParameterObject(value)) return value
    if (isTensorObject(value)) return call(PARAMETER, [value]) as PyObject
    throw raised('TypeError', 'expected a Tensor')
  },
}

/** Gives parts the names 0, 1, … */
function renumber(register: Register, parts: readonly (PyObject | null)[]): void {
  register.clear()
  for (const [i, part] of parts.entries()) register.set(String(i), part)
}

function nameAt(register: Register, key: unknown): string {
  if (!isNumber(key)) return text(key)
  const names = [...register.keys()]
  const name = names.at(Number(key))
  if (name === undefined || Number(key) < -names.length)
    throw raised('IndexError', `index ${key} is out of range`)
  return name
}

/** What containers by place have in common. */
function listMethods({ registerOf, part }: Keeping): Record<string, Callable> {
  const extend = (self: PyObject, items: unknown): void => {
    const register = registerOf(self)
    for (const item of iterate(items)) register.set(String(register.size), part(item))
  }
  return {
    __len__: method((self) => registerOf(self).size),
    __iter__: method((self) => [...registerOf(self).values()]),
    __getitem__: method((self, [key]) => {
      const register = registerOf(self)
      if (!(key instanceof PySlice)) return register.get(nameAt(register, key)) ?? null
      const parts = [...register.values()]
      const chosen = indicesOf(key, parts.length).map((i) => parts[i])
      return self.type.name === 'Sequential' ? call(self.type, chosen) : call(self.type, [chosen])
    }),
    __setitem__: method((self, [key, value]) => {
      const register = registerOf(self)
      register.set(nameAt(register, key), part(value))
      return null
    }),
    __delitem__: method((self, [key]) => {
      const register = registerOf(self)
      register.delete(nameAt(register, key))
      renumber(register, [...register.values()])
      return null
    }),
    append: method((self, [item]) => {
      extend(self, [item])
      return self
    }),
    extend: method((self, [items]) => {
      extend(self, items)
      return self
    }),
    insert: method((self, [at, item]) => {
      const register = registerOf(self)
      const parts = [...register.values()]
      parts.splice(Number(at), 0, part(item))
      renumber(register, parts)
      return null
    }),
    __iadd__: method((self, [items]) => {
      extend(self, items)
      return self
    }),
  }
}

function dictMethods({ registerOf, part }: Keeping): Record<string, Callable> {
  const update = (self: PyObject, given: unknown): void => {
    for (const [name, value] of entriesOf(given)) registerOf(self).set(text(name), part(value))
  }
  return {
    __len__: method((self) => registerOf(self).size),
    __iter__: method((self) => [...registerOf(self).keys()]),
    __contains__: method((self, [key]) => registerOf(self).has(text(key))),
    __getitem__: method((self, [key]) => {
      const found = registerOf(self).get(text(key))
      if (found === undefined) throw raised('KeyError', text(key))
      return found
    }),
    __setitem__: method((self, [key, value]) => {
      registerOf(self).set(text(key), part(value))
      return null
    }),
    keys: method((self) => [...registerOf(self).keys()]),
    values: method((self) => [...registerOf(self).values()]),
    items: method((self) => [...registerOf(self)].map(tuple)),
    update: method((self, [given]) => {
      update(self, given)
      return null
    }),
  }
}

function container(
  name: string,
  keeping: Keeping,
  methods: Record<string, Callable>,
  isDict: boolean,
): PyClass {
  return new PyClass(name, [MODULE], {
    ...methods,
    __init__: method((self, [given = null]) => {
      self.held = emptyState()
      if (given === null) return null
      const register = keeping.registerOf(self)
      if (isDict) for (const [key, value] of entriesOf(given)) register.set(text(key), keeping.part(value))
      else for (const value of iterate(given)) register.set(String(register.size), keeping.part(value))
      return null
    }),
  })
}

const SEQUENTIAL = new PyClass('Sequential', [MODULE], {
  ...listMethods(MODULES),
  __init__: method((self, given) => {
    self.held = emptyState()
    const register = stateOf(self).modules
    const [first] = given
    if (given.length === 1 && first instanceof Map) {
      for (const [key, value] of first) register.set(text(key), MODULES.part(value))
    } else for (const value of given) register.set(String(register.size), MODULES.part(value))
    return null
  }),
  forward: method((self, [input]) =>
    [...stateOf(self).modules.values()].reduce((x, part) => call(part, [x]), input),
  ),
})

/** The containers of `torch.nn`. */
export const CONTAINERS: Readonly<Record<string, PyClass>> = {
  Sequential: SEQUENTIAL,
  ModuleList: container('ModuleList', MODULES, listMethods(MODULES), false),
  ModuleDict: container('ModuleDict', MODULES, dictMethods(MODULES), true),
  ParameterList: container('ParameterList', PARAMETERS, listMethods(PARAMETERS), false),
  ParameterDict: container('ParameterDict', PARAMETERS, dictMethods(PARAMETERS), true),
}
