import type { Tensor } from '@nn/tensor'
import { activate, checkLayer, type Layer } from '../activations/activate.ts'
import { Module } from '../module/module.ts'
import { isModule } from '../tree/nodes.ts'
import { adopt } from '../tree/walk.ts'

/**
 * One layer after the other: `xₙ(…x₁(x₀(input)))`. `layers` keeps the type of each, and the names are their indices, so that the
 * first layer's weight has the path `0.weight`.
 *
 * @throws TypeError if a layer is neither a module nor a function, such as a class that was not constructed.
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
 * ```
 */
export class Sequential<const T extends readonly Layer[]> extends Module {
  readonly layers: T

  constructor(...layers: T) {
    super()
    for (const [i, layer] of layers.entries()) checkLayer('Sequential', `layer ${i}`, layer)
    this.layers = Object.freeze(layers)
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    let y = x
    for (const layer of this.layers) y = activate(() => this.label, layer, y)
    return y
  }

  override fields(): ReturnType<Module['fields']> {
    return this.layers.flatMap((layer, i) => (isModule(layer) ? [[`${i}`, layer]] : []))
  }
}
