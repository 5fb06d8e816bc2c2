import type { Module } from '@nn/layers'
import { raised } from '../../../python/errors.ts'
import { PyClass, PyObject } from '../../../python/objects.ts'
import { isTensorObject, PARAMETER } from './tensor.ts'

/** What `nn.Module` keeps of its parts, in their order. */
export interface ModuleState {
  readonly parameters: Map<string, PyObject | null>
  readonly buffers: Map<string, PyObject | null>
  readonly modules: Map<string, PyObject | null>
  /** Names of buffers that are in no state dict. */
  readonly transient: Set<string>
  training: boolean
  /** The layer of ours that has the parameters. */
  net?: Module
}

/** `nn.Module`; its methods are added where they are written. */
export const MODULE: PyClass = new PyClass('Module')

export function isModuleObject(value: unknown): value is PyObject {
  return value instanceof PyObject && value.type.isBelow(MODULE)
}

export function isParameterObject(value: unknown): value is PyObject {
  return isTensorObject(value) && value.type.isBelow(PARAMETER)
}

function isState(value: unknown): value is ModuleState {
  return typeof value === 'object' && value !== null && 'modules' in value
}

/** The parts of a module. @throws PyError before `super().__init__()`. */
export function stateOf(module: PyObject): ModuleState {
  if (isState(module.held)) return module.held
  throw raised('AttributeError', 'cannot assign module before Module.__init__() call')
}

export function emptyState(): ModuleState {
  return {
    parameters: new Map(),
    buffers: new Map(),
    modules: new Map(),
    transient: new Set(),
    training: true,
  }
}

/** An object of a class of modules, without its constructor. */
export function moduleObject(type: PyClass): PyObject {
  return new PyObject(type, emptyState())
}

type Named<T> = readonly [name: string, value: T]

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`
}

/** The modules below one and itself, parents first. */
export function* modulesBelow(
  module: PyObject,
  prefix: string = '',
  seen: Set<PyObject> | null = new Set(),
): Generator<Named<PyObject>> {
  if (seen?.has(module)) return
  seen?.add(module)
  yield [prefix, module]
  for (const [name, child] of stateOf(module).modules) {
    if (child !== null) yield* modulesBelow(child, join(prefix, name), seen)
  }
}

/** Tensors of the modules below one, those that are met again once, or at all their places. */
export function* tensorsBelow(
  module: PyObject,
  kind: 'parameters' | 'buffers',
  {
    prefix = '',
    recurse = true,
    unique = true,
  }: { prefix?: string; recurse?: boolean; unique?: boolean } = {},
): Generator<Named<PyObject>> {
  const seen = new Set<PyObject>()
  const modules = recurse
    ? modulesBelow(module, prefix, unique ? new Set() : null)
    : [[prefix, module] as const]
  for (const [path, owner] of modules) {
    for (const [name, tensor] of stateOf(owner)[kind]) {
      if (tensor === null || (unique && seen.has(tensor))) continue
      seen.add(tensor)
      yield [join(path, name), tensor]
    }
  }
}
