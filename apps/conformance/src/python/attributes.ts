import { raised } from './errors.ts'
import { METHODS } from './methods.ts'
import { type Callable, PyClass, PyMethod, PyObject, PyProperty, PySuper } from './objects.ts'
import { call, typeName } from './values.ts'

/** `value.name` */
export function getAttribute(value: unknown, name: string): unknown {
  if (value instanceof PyObject) return ofObject(value, name)
  if (value instanceof PyClass) return ofClass(value, name)
  if (value instanceof PySuper) return ofSuper(value, name)
  const methods = METHODS[typeName(value)]
  const own = methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined
  if (own !== undefined) return bound(own, value)
  if (name === '__class__' || value === null || typeof value !== 'object' || Array.isArray(value)) {
    if (typeof value === 'function' && (name === '__name__' || Object.hasOwn(value, name)))
      return ofFunction(value, name)
    throw raised('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`)
  }
  return ofModule(value, name)
}

function ofFunction(value: object, name: string): unknown {
  return Reflect.get(value, name === '__name__' ? 'name' : name)
}

/** A member of what a binding gives: a module, or an object of its own. */
function ofModule(value: object, name: string): unknown {
  const found: unknown = Reflect.get(value, name)
  if (found === undefined) throw new ReferenceError(`a program's name that is not known: ${name}`)
  return found
}

function ofObject(value: PyObject, name: string): unknown {
  const inClass = value.type.find(name)
  if (inClass instanceof PyProperty) return call(inClass.get, [value])
  if (value.attributes.has(name)) return value.attributes.get(name)
  if (name === '__class__') return value.type
  if (name === '__dict__') return value.attributes
  if (value.type.has(name)) return unbound(inClass, value, value.type)
  const asked = value.type.find('__getattr__')
  if (asked !== undefined) return call(asked, [value, name])
  throw raised('AttributeError', `'${value.type.name}' object has no attribute '${name}'`)
}

function ofClass(value: PyClass, name: string): unknown {
  if (name === '__name__' || name === '__qualname__') return value.name
  if (name === '__mro__') return Object.freeze([...value.mro])
  if (!value.has(name))
    throw raised('AttributeError', `type object '${value.name}' has no attribute '${name}'`)
  const found = value.find(name)
  if (found instanceof PyMethod) return found.isOfClass ? bound(found.call, value) : found.call
  return found
}

function ofSuper({ after, self }: PySuper, name: string): unknown {
  const type = self instanceof PyObject ? self.type : self
  if (!(type instanceof PyClass)) throw raised('TypeError', 'super(): no object')
  const rest = type.mro.slice(type.mro.indexOf(after) + 1)
  const owner = rest.find(({ attributes }) => attributes.has(name))
  if (owner !== undefined) return unbound(owner.attributes.get(name), self, type)
  // The constructor of `object` takes whatever is left.
  if (name === '__init__') return () => null
  throw raised('AttributeError', `'super' object has no attribute '${name}'`)
}

/** What a class has, as an object of it gives it: functions are bound to the object. */
function unbound(found: unknown, self: unknown, type: PyClass): unknown {
  if (found instanceof PyMethod) return found.isOfClass ? bound(found.call, type) : found.call
  if (found instanceof PyProperty) return call(found.get, [self])
  return typeof found === 'function' ? bound(found as Callable, self) : found
}

function bound(fn: Callable, self: unknown): Callable {
  const method: Callable = (positional, keywords) => fn([self, ...positional], keywords)
  Object.defineProperty(method, 'name', { value: fn.name })
  return method
}

/** `value.name = item` */
export function setAttribute(value: unknown, name: string, item: unknown): void {
  if (value instanceof PyObject) {
    const inClass = value.type.find(name)
    if (inClass instanceof PyProperty) {
      if (inClass.set === undefined) throw raised('AttributeError', `can't set attribute '${name}'`)
      call(inClass.set, [value, item])
    } else if (value.type.has('__setattr__')) call(value.type.find('__setattr__'), [value, name, item])
    else value.attributes.set(name, item)
  } else if (value instanceof PyClass) value.attributes.set(name, item)
  else throw new TypeError(`an assignment that is not read: of ${name} to ${typeName(value)}`)
}

export function deleteAttribute(value: unknown, name: string): void {
  if (!(value instanceof PyObject)) throw new TypeError(`a deletion that is not read: of ${name}`)
  if (value.type.has('__delattr__')) call(value.type.find('__delattr__'), [value, name])
  else if (!value.attributes.delete(name)) throw raised('AttributeError', name)
}

/** Whether there is an attribute, as `hasattr` asks. */
export function hasAttribute(value: unknown, name: string): boolean {
  try {
    getAttribute(value, name)
    return true
  } catch (error) {
    if (error instanceof Error && 'value' in error && typeName(error.value) === 'AttributeError') return false
    throw error
  }
}
