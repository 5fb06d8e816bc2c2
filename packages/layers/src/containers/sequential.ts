import { isPlain, wrongKind } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { activate, type Layer } from '../activations/activate.ts'
import { Module } from '../module/module.ts'
import { adopt } from '../tree/walk.ts'
import { checkLayers, frozen, type Layers, modulesOf } from './parts.ts'

/**
 * One layer after the other: `xₙ(…x₁(x₀(input)))`. `layers` keeps the type of each. Given one by one, their names are their indices, so
 * that the first layer's weight has the path `0.weight`; given as an object, they have the names it gives, in its order. What is drawn
 * follows from the path: among named layers one can be inserted or left out without changing what the others start with.
 *
 * @throws TypeError if a layer is neither a module nor a function, such as a class that was not constructed; RangeError if a name is
 * empty, has a dot, or is an integer, which JavaScript would put before the others.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, relu, Sequential } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
 * net.initialize({ rng })
 * net.forward(cpu.uniform(rng, [2, 4])).shape // => [2, 1]
 * net.layers[0].weight.shape // => [8, 4]
 * net.layers[0].weight.path // => '0.weight'
 *
 * const named = new Sequential({ hidden: new Dense(8), relu, out: new Dense(1) })
 * named.layers.hidden.weight.path // => 'hidden.weight'
 * ```
 */
export class Sequential<const T extends Layers> extends Module {
  readonly layers: T

  constructor(...layers: T & readonly Layer[])
  constructor(layers: T & Readonly<Record<string, Layer>>)
  constructor(...given: readonly unknown[]) {
    super()
    const [first] = given
    if (given.length === 1 && (Array.isArray(first) || first instanceof Map)) throw notSpread(first)
    const layers = (given.length === 1 && isPlain(first) ? first : given) as T
    checkLayers('Sequential', layers)
    this.layers = frozen(layers)
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    let y = x
    const layers: readonly Layer[] = Array.isArray(this.layers)
      ? this.layers
      : Object.values<Layer>(this.layers)
    for (const layer of layers) y = activate(this, layer, y)
    return y
  }

  override fields(): ReturnType<Module['fields']> {
    return modulesOf(this.layers)
  }
}

function notSpread(value: object): TypeError {
  const cure = Array.isArray(value) ? 'new Sequential(...layers)' : 'new Sequential(Object.fromEntries(map))'
  return wrongKind('Sequential', 'layers one by one, or an object of them', value, cure)
}
