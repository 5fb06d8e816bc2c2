import { isTensor, type Tensor } from '@nn/tensor'
import { shadow } from '../adjust/watch.ts'
import type { Module } from '../module/module.ts'

/** A call of a layer, or of a function that stands among layers, with its only tensor. */
export interface Call {
  /** Path of the layer; empty for a root. */
  readonly path: string
  /** Name of its class, or of the function. */
  readonly name: string
  /** Undefined of a function. */
  readonly layer: Module | undefined
  /** What computes it once more. */
  readonly run: (x: Tensor) => unknown
  readonly x: Tensor
  readonly y: Tensor
}

/** Runs a function; meanwhile every call of a layer without layers in it, and of a function in a container, is told. */
export function observeCalls<T>(net: Module, tell: (call: Call) => void, run: () => T): T {
  const undo: (() => void)[] = []
  try {
    for (const [path, layer] of net.modules()) {
      if (layer.children().size === 0) undo.push(observeLayer(path, layer, tell))
      else undo.push(...observeFunctions(path, layer, tell))
    }
    return run()
  } finally {
    for (const restore of undo.reverse()) restore()
  }
}

function observeLayer(path: string, layer: Module, tell: (call: Call) => void): () => void {
  const forward = layer.forward.bind(layer)
  const { name } = layer.constructor
  return shadow(layer, 'forward', (...inputs: unknown[]): unknown => {
    const y = forward(...inputs)
    const [x] = inputs
    if (inputs.length === 1 && isTensor(x) && isTensor(y)) tell({ path, name, layer, run: forward, x, y })
    return y
  })
}

/** Functions have no forward to stand in for: their container is given others in their place. */
function observeFunctions(path: string, container: Module, tell: (call: Call) => void): (() => void)[] {
  const layers: unknown = Object.hasOwn(container, 'layers') ? Reflect.get(container, 'layers') : undefined
  if (typeof layers !== 'object' || layers === null) return []
  const observed = Object.entries(layers).map(([key, fn]: [string, unknown]): [string, unknown] => {
    if (typeof fn !== 'function') return [key, fn]
    const run = (x: Tensor): unknown => fn(x)
    const observe = (x: Tensor): unknown => {
      const y = run(x)
      const own = path === '' ? key : `${path}.${key}`
      if (isTensor(y)) tell({ path: own, name: fn.name, layer: undefined, run, x, y })
      return y
    }
    return [key, observe]
  })
  const together = Array.isArray(layers) ? observed.map(([, layer]) => layer) : Object.fromEntries(observed)
  return [shadow(container, 'layers', together)]
}
