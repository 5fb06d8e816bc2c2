/** The keyword arguments of a call, by name. */
export type Keywords = Readonly<Record<string, unknown>>

/** What a program can call, given the positional arguments and those by keyword. */
export type Callable = (positional: readonly unknown[], keywords: Keywords) => unknown

/** What a class has besides its name and bases. */
export interface Traits {
  /** What a call of the class gives, instead of an object of it that `__init__` fills. */
  readonly construct?: Callable
  /** Is told of each class below it that a program defines. */
  readonly subclassed?: (type: PyClass) => void
  /** Whether a JavaScript value is one of the class. */
  readonly holds?: (value: unknown) => boolean
}

/** A class, of a program or of a framework: its attributes are functions of `self` and the arguments, or other values. */
export class PyClass {
  readonly name: string
  readonly attributes: Map<string, unknown>
  /** The class and those above it, in the order in which attributes are looked for. */
  readonly mro: readonly PyClass[]
  readonly traits: Traits

  constructor(
    name: string,
    bases: readonly PyClass[] = [],
    attributes: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> = {},
    traits: Traits = {},
  ) {
    this.name = name
    this.attributes = new Map(attributes instanceof Map ? attributes : Object.entries(attributes))
    this.mro = [this, ...linearized(bases)]
    this.traits = traits
  }

  /** An attribute of the class or of one above it. */
  find(name: string): unknown {
    return this.mro.find(({ attributes }) => attributes.has(name))?.attributes.get(name)
  }

  has(name: string): boolean {
    return this.mro.some(({ attributes }) => attributes.has(name))
  }

  isBelow(other: PyClass): boolean {
    return this.mro.includes(other)
  }
}

/** C3: each class before those above it, and bases in their order. */
function linearized(bases: readonly PyClass[]): PyClass[] {
  const lists = [...bases.map(({ mro }) => [...mro]), [...bases]]
  const order: PyClass[] = []
  for (;;) {
    const rest = lists.filter((list) => list.length > 0)
    if (rest.length === 0) return order
    const next = rest
      .map(([first]) => first)
      .find((first) => rest.every((list) => list.indexOf(first as PyClass) <= 0))
    if (next === undefined) throw new TypeError('a class whose bases have no order')
    order.push(next)
    for (const list of lists) if (list[0] === next) list.shift()
  }
}

/** An object of a class. What a framework keeps of it is in `held`. */
export class PyObject {
  type: PyClass
  readonly attributes: Map<string, unknown> = new Map()
  /** What the framework's binding stands on; no attribute. */
  held: unknown

  constructor(type: PyClass, held?: unknown) {
    this.type = type
    this.held = held
  }
}

/** `@property`. */
export class PyProperty {
  readonly get: Callable
  readonly set: Callable | undefined

  constructor(get: Callable, set?: Callable) {
    this.get = get
    this.set = set
  }
}

/** `@staticmethod`, or `@classmethod`. */
export class PyMethod {
  readonly call: Callable
  readonly isOfClass: boolean

  constructor(call: Callable, isOfClass: boolean) {
    this.call = call
    this.isOfClass = isOfClass
  }
}

/** What `super()` gives. */
export class PySuper {
  readonly after: PyClass
  readonly self: unknown

  constructor(after: PyClass, self: unknown) {
    this.after = after
    this.self = self
  }
}

/** `a:b:c` in brackets. */
export class PySlice {
  readonly start: unknown
  readonly stop: unknown
  readonly step: unknown

  constructor(start: unknown, stop: unknown, step: unknown) {
    this.start = start
    this.stop = stop
    this.step = step
  }
}

/** `...` */
export const ELLIPSIS: symbol = Symbol('Ellipsis')

/** A tuple is a frozen array, a list another one. */
export function tuple(items: Iterable<unknown>): readonly unknown[] {
  return Object.freeze([...items])
}

export function isTuple(value: unknown): boolean {
  return Array.isArray(value) && Object.isFrozen(value)
}

/** Of each value and argument: a function for those that a framework defines. */
export function method(
  call: (self: PyObject, positional: readonly unknown[], keywords: Keywords) => unknown,
): Callable {
  return ([self, ...positional], keywords) => {
    if (self instanceof PyObject) return call(self, positional, keywords)
    throw new TypeError('a method that is called without its object')
  }
}
