import { message, show } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Labelled } from '../check/input.ts'
import type { Module } from '../module/module.ts'
import { isModule } from '../tree/nodes.ts'
import type { Activation } from './activation.ts'

/** A module of one tensor that gives one: what most layers are. */
export interface UnaryModule extends Module {
  forward(x: Tensor): Tensor
}

/** What maps one tensor to one: a module, or an activation as a plain function. */
export type Layer = UnaryModule | Activation

/** The layer's result, which must be a tensor: `leakyRelu` for `leakyRelu()` is the usual slip. */
export function activate(caller: Labelled, layer: Layer, x: Tensor): Tensor {
  const result: unknown = typeof layer === 'function' ? layer(x) : layer.forward(x)
  if (isTensor(result)) return result
  const name = typeof layer === 'function' ? layer.name : layer.constructor.name
  const cure = typeof result === 'function' ? `call it first: ${name}()` : undefined
  const shown = name === '' ? 'an activation' : name
  throw new TypeError(message(caller.label, `${shown} to return a tensor`, typeof result, cure))
}

/** Throws unless a container's part is a module or a function: a class is neither. */
export function checkLayer(where: string, name: string, layer: Layer): void {
  if (typeof layer === 'function' ? !isClass(layer) : isModule(layer)) return
  throw new TypeError(message(where, `${name} to be a module or a function`, ...given(layer)))
}

/** A function such as relu, or none. */
export function optionalActivation(where: string, value: Activation | undefined): Activation | undefined {
  if (value === undefined || (typeof value === 'function' && !isClass(value))) return value
  const [got, cure = 'pass the function itself, such as relu of this package'] = given(value)
  throw new TypeError(message(where, 'activation to be a function', got, cure))
}

/** How a wrong layer is shown, and, if it is a class, how to mend it. */
function given(value: unknown): [got: string, cure?: string] {
  if (typeof value !== 'function') return [show(value)]
  return [`the class ${value.name}`, `construct it: new ${value.name}(…)`]
}

/** Whether a function cannot be called without `new`; a class of older compilers shows by its `forward`. */
function isClass(value: object): boolean {
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype')
  return prototype !== undefined && (prototype.writable === false || 'forward' in Object(prototype.value))
}
