import { Tensor } from '@nn/tensor'
import { Module } from '../module/module.ts'
import type { Activation } from './activations.ts'

/** What maps one tensor to one: a layer, or an activation as a plain function. */
export type Layer = (Module & { forward(x: Tensor): Tensor }) | Activation

/** The layer's result, which must be a tensor: `leakyRelu` for `leakyRelu()` is the usual slip. */
export function activate(where: () => string, layer: Layer, x: Tensor): Tensor {
  const result: unknown = typeof layer === 'function' ? layer(x) : layer.forward(x)
  if (result instanceof Tensor) return result
  const name = typeof layer === 'function' ? layer.name : layer.constructor.name
  const cure = typeof result === 'function' ? `; call it first: ${name}()` : ''
  const shown = name === '' ? 'an activation' : name
  throw new TypeError(`${where()}: expected ${shown} to return a tensor, got ${typeof result}${cure}`)
}

/** Throws unless a container's part is a module or a function. */
export function checkLayer(where: string, name: string, layer: unknown): void {
  if (layer instanceof Module || typeof layer === 'function') return
  throw new TypeError(`${where}: expected ${name} to be a module or a function, got ${String(layer)}`)
}

/** A function such as relu, or none. */
export function optionalActivation(where: string, value: unknown): Activation | undefined {
  if (value === undefined || typeof value === 'function') return value as Activation | undefined
  throw new TypeError(`${where}: expected activation to be a function such as relu, got ${String(value)}`)
}
