import { foldPath } from '@nn/random/flax'
import type { JaxKey } from '@nn/random/jax'
import { PyClass, PyObject } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { isArray } from '../../jax/programs/array.ts'
import { keyObject } from '../../jax/programs/random.ts'

/** What `model.init` fills. */
export interface Root {
  readonly key: JaxKey
  readonly parameters: Map<string, PyObject>
  /** How many keys each scope has given. */
  readonly counters: Map<string, number>
}

/** Where a module stands. */
export interface Place {
  parent: PyObject | undefined
  name: string | undefined
  root: Root | undefined
  isSetUp: boolean
  phase: 'setup' | 'compact' | 'call' | undefined
  /** How many modules of each class have been named. */
  readonly cursors: Map<string, number>
}

/** The modules whose methods run, the innermost last. */
export const STACK: PyObject[] = []

export const MODULE: PyClass = new PyClass('Module')

export function isModule(value: unknown): value is PyObject {
  return value instanceof PyObject && value.type.isBelow(MODULE)
}

export function placeOf(module: PyObject): Place {
  module.held ??= {
    parent: undefined,
    name: undefined,
    root: undefined,
    isSetUp: false,
    phase: undefined,
    cursors: new Map(),
  } satisfies Place
  return module.held as Place
}

function rootOf(module: PyObject): Root | undefined {
  const { parent, root } = placeOf(module)
  return parent === undefined ? root : rootOf(parent)
}

/** The names on the way to a module. */
function pathOf(module: PyObject): readonly string[] {
  const { parent, name } = placeOf(module)
  return parent === undefined ? [] : [...pathOf(parent), name ?? '']
}

/** `self.make_rng()`: the names of the modules and the number of the call, folded into the key. */
export function nextKey(module: PyObject): PyObject {
  const root = rootOf(module)
  if (root === undefined) throw new TypeError('a key of a module that is not being initialised')
  const path = pathOf(module)
  const at = path.join('.')
  const number = (root.counters.get(at) ?? 0) + 1
  root.counters.set(at, number)
  return keyObject(foldPath(root.key, [...path, number]))
}

/** `self.param(name, init, …)` */
export function parameter(
  module: PyObject,
  name: string,
  init: unknown,
  given: readonly unknown[] = [],
  keywords: Readonly<Record<string, unknown>> = {},
): PyObject {
  const root = rootOf(module)
  if (root === undefined) throw new TypeError(`a parameter ${name} of a module that is not being initialised`)
  const path = [...pathOf(module), name].join('.')
  const known = root.parameters.get(path)
  if (known !== undefined) return known
  const value = call(init, [nextKey(module), ...given], keywords)
  if (!isArray(value)) throw new TypeError(`a parameter that is not read: ${path}, which is no array`)
  root.parameters.set(path, value)
  return value
}

/** The modules in lists and dictionaries, each with what follows the name there. */
function leaves(value: unknown, suffix = ''): [module: PyObject, suffix: string][] {
  if (isModule(value)) return [[value, suffix]]
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, `${suffix}_${i}`))
  if (value instanceof Map)
    return [...value].flatMap(([key, item]) => leaves(item, `${suffix}_${String(key)}`))
  return []
}

/** Modules that have no name yet, or no parent, are named by the attribute that holds them. */
export function adopt(parent: PyObject, attribute: string, value: unknown): void {
  for (const [module, suffix] of leaves(value)) {
    const place = placeOf(module)
    if (place.parent !== undefined && place.name !== undefined) continue
    place.parent = parent
    place.name = attribute + suffix
  }
}

/** What a module does before its first method runs: it names the modules of its fields, and runs `setup`. */
function setUp(module: PyObject): void {
  const place = placeOf(module)
  if (place.isSetUp) return
  place.isSetUp = true
  for (const [name, value] of module.attributes) adopt(module, name, value)
  const setup = module.type.find('setup')
  if (setup !== undefined) within(module, 'setup', () => call(setup, [module]))
}

function within<T>(module: PyObject, phase: Place['phase'], run: () => T): T {
  const place = placeOf(module)
  const before = place.phase
  place.phase = phase
  STACK.push(module)
  try {
    return run()
  } finally {
    STACK.pop()
    place.phase = before
  }
}

/** Runs a method of a module. */
export function enter<T>(module: PyObject, isCompact: boolean, run: () => T): T {
  const { cursors, phase } = placeOf(module)
  setUp(module)
  // Each call of a compact method names its modules from the start.
  if (isCompact) cursors.clear()
  // What a method calls of its own module goes on in the same way.
  return within(module, isCompact ? 'compact' : (phase ?? 'call'), run)
}

/** The name that a module without one gets where a compact method constructs it. */
export function autoname(parent: PyObject, type: PyClass): string {
  const { cursors } = placeOf(parent)
  const number = cursors.get(type.name) ?? 0
  cursors.set(type.name, number + 1)
  return `${type.name}_${number}`
}
