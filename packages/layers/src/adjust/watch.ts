import { isWeight } from '@nn/init/layer'
import { Tensor } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'

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
    ;(module.forward as (...inputs: unknown[]) => unknown)(...inputs)
  } finally {
    for (const restore of undo) restore()
  }
}

function watchedForward(layer: Module, weight: Parameter, adjust: (watched: Watched) => void): unknown {
  const forward = layer.forward.bind(layer) as (...inputs: unknown[]) => unknown
  const bias = ownParameter(layer, (role) => role === 'bias')
  let isFirst = true
  return (...inputs: unknown[]): unknown => {
    if (!isFirst) return forward(...inputs)
    isFirst = false
    const run = (): unknown => withoutActivation(layer, () => forward(...inputs))
    if (!(run() instanceof Tensor)) return forward(...inputs)
    adjust({ layer, weight, bias, run: run as () => Tensor })
    return forward(...inputs)
  }
}

/** Runs a layer as if it had no activation. */
function withoutActivation(layer: Module, run: () => unknown): unknown {
  const { activation } = layer as { readonly activation?: unknown }
  if (typeof activation !== 'function' || !Object.hasOwn(layer, 'activation')) return run()
  const restore = shadow(layer, 'activation', undefined)
  try {
    return run()
  } finally {
    restore()
  }
}

/** The first parameter among a layer's own fields whose role fits. */
function ownParameter(layer: Module, fits: (role: string) => boolean): Parameter | undefined {
  return Object.values(layer).find(
    (field): field is Parameter => field instanceof Parameter && fits(field.role),
  )
}

/** Puts a property of an object's own before what it has; returns what takes it away again. */
function shadow(object: object, name: string, value: unknown): () => void {
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
