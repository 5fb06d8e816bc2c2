import { cloneLayer, Layer } from '../core/layer.ts'
import type { Operation } from '../core/operation.ts'
import { type KerasTensor, mapTensors, tensorsIn } from '../core/tensor.ts'
import { Functional } from './functional.ts'
import { nodesOf } from './graph.ts'
import { InputLayer } from './input.ts'
import { Sequential } from './sequential.ts'

/** `keras.models.clone_model`: every layer anew from its configuration, called as the original was. */
export function cloneModel(model: Layer): Layer {
  if (model instanceof Sequential) return cloneSequential(model)
  if (model instanceof Functional) return cloneFunctional(model)
  throw new TypeError(`${model.name}: expected a Sequential or a functional model to clone`)
}

function copyOf(layer: Layer): Layer {
  return layer instanceof Sequential || layer instanceof Functional ? cloneModel(layer) : cloneLayer(layer)
}

function cloneSequential(model: Sequential): Sequential {
  const { runtime, name } = model
  const [input] = model.ends.inputs
  const layers = model.layers.map(copyOf)
  const begin = input === undefined ? [] : [new InputLayer(runtime, input.shape)]
  return new Sequential(runtime, { name, layers: [...begin, ...layers] })
}

function cloneFunctional({ runtime, name, inputs, outputs }: Functional): Functional {
  const tensors = new Map<KerasTensor, KerasTensor>()
  const operations = new Map<Operation, Operation>()
  for (const input of inputs) {
    const own = { name: input.node?.operation.name, dtype: input.dtype }
    tensors.set(input, new InputLayer(runtime, input.shape, own).output)
  }
  const known = (tensor: KerasTensor): KerasTensor => tensors.get(tensor) ?? tensor
  for (const node of nodesOf(inputs, tensorsIn(outputs))) {
    if (node.inputs.length === 0) continue
    const { operation } = node
    const own = operations.get(operation) ?? (operation instanceof Layer ? copyOf(operation) : operation)
    operations.set(operation, own)
    const { positional, keywords } = node.call
    const result = own.run({
      positional: positional.map((each) => mapTensors(each, known)),
      keywords: Object.fromEntries(
        Object.entries(keywords).map(([key, each]) => [key, mapTensors(each, known)]),
      ),
    })
    for (const [i, tensor] of tensorsIn(result).entries()) {
      const before = node.outputs[i]
      if (before !== undefined) tensors.set(before, tensor)
    }
  }
  const ends = { inputs: inputs.map(known), outputs: mapTensors(outputs, known) }
  return new Functional(runtime, 'Functional', { ...ends, name })
}
