import { message, show } from '@nn/check'
import { isWeight } from '@nn/init/layer'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { isModule, isParameter } from '../tree/nodes.ts'

/** A layer with a weight of its own, while a network runs. */
export interface Watched {
  readonly layer: Module
  readonly weight: Parameter
  readonly bias: Parameter | undefined
  /** What the layer computes of its inputs, before its activation. */
  readonly run: () => Tensor
}

/**
 * Runs a module, and hands the first call of each layer that has a weight of its own and gives one tensor to `adjust`; the layer's result
 * is what it computes afterwards. Layers are in the order in which they run, so that what is adjusted counts for the later ones.
 */
export function runWatched(
  module: Module,
  inputs: readonly unknown[],
  adjust: (watched: Watched) => void,
): void {
  const undo: (() => void)[] = []
  try {
    for (const layer of module.modules().values()) {
      const weight = ownParameter(layer, (role) => isWeight(role))
      if (weight !== undefined) undo.push(shadow(layer, 'forward', watchedForward(layer, weight, adjust)))
    }
    module.forward(...inputs)
  } finally {
    for (const restore of undo) restore()
  }
}

function watchedForward(layer: Module, weight: Parameter, adjust: (watched: Watched) => void): unknown {
  const forward = layer.forward.bind(layer)
  const bias = ownParameter(layer, (role) => role === 'bias')
  let isFirst = true
  return (...inputs: unknown[]): unknown => {
    if (!isFirst) return forward(...inputs)
    isFirst = false
    const run = (): unknown => withoutActivation(layer, () => forward(...inputs))
    if (isTensor(run())) adjust({ layer, weight, bias, run: run as () => Tensor })
    return forward(...inputs)
  }
}

/** Runs a layer as if it had no activation. */
function withoutActivation(layer: Module, run: () => unknown): unknown {
  if (!Object.hasOwn(layer, 'activation') || typeof Reflect.get(layer, 'activation') !== 'function')
    return run()
  const restore = shadow(layer, 'activation', undefined)
  try {
    return run()
  } finally {
    restore()
  }
}

/** The first parameter among a layer's own fields whose role fits. */
function ownParameter(layer: Module, fits: (role: string) => boolean): Parameter | undefined {
  return Object.values(layer).find((field): field is Parameter => isParameter(field) && fits(field.role))
}

/** Puts a property of an object's own before what it has; returns what takes it away again. */
export function shadow(object: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name)
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  })
  return () => {
    if (before === undefined) Reflect.deleteProperty(object, name)
    else Object.defineProperty(object, name, before)
  }
}

/** Runs something that writes to parameters in place; if it fails, they have their old values. */
export function allOrNothing(parameters: Iterable<Parameter>, run: () => void): void {
  const before = [...parameters].flatMap((parameter) =>
    parameter.isReady ? [[parameter, parameter.data.clone()] as const] : [],
  )
  try {
    run()
  } catch (error) {
    for (const [parameter, values] of before) parameter.data.copy_(values)
    throw error
  }
}

/** Throws unless a value is a module; what errors say where. */
export function checkModule(name: string, module: Module): string {
  if (isModule(module)) return `${name} of ${module.label}`
  throw new TypeError(message(name, 'a module', show(module)))
}

/** Throws unless there are a module and an array of what its `forward` takes; what errors say where. */
export function checkRun(name: string, module: Module, inputs: readonly unknown[]): string {
  const where = checkModule(name, module)
  if (Array.isArray(inputs)) return where
  throw new TypeError(message(where, 'an array of inputs', show(inputs), 'pass [x]'))
}
