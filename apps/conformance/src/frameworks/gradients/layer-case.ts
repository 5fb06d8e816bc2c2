import { type Trainable, valueAndGrad } from '@nn/autograd'
import { camelCase } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Comparison } from '../../golden/compare.ts'
import { present } from '../../golden/present.ts'
import { createRunnable } from '../forward/forward.ts'
import { readTensor } from '../forward/tensor.ts'
import { compareExpected, failed } from './compare-expected.ts'
import type { LayerCase } from './gradient-case.ts'

/** Compares the results of a layer, its gradients by inputs and parameters, and the buffers that the call changed. */
export function runLayerCase(golden: LayerCase): Comparison[] {
  const { module, inputs, run } = createRunnable(golden)
  const names = inputs.list.map((_, i) => `input ${i}`)
  const parameters = [...module.parameters()].filter(([, parameter]) => !parameter.isFrozen)
  const by = new Map<string, Trainable | Tensor>(parameters)
  for (const [i, x] of inputs.list.entries()) if (golden.grad_input[i] != null) by.set(names[i] ?? '', x)
  let outputs: readonly Tensor[] = []
  const { gradients } = valueAndGrad(
    by,
    () => {
      outputs = run()
      return lossOf(outputs, golden.cotangent.map(readTensor))
    },
    { allowUnused: true },
  )
  const buffers = module.stateDict()
  return [
    ...golden.outputs.map((expected, i) => compareExpected(expected, outputs[i], `outputs[${i}]`)),
    ...golden.grad_input.flatMap((expected, i) =>
      expected === null ? [] : [compareExpected(expected, gradients.get(names[i] ?? ''), `grad_input[${i}]`)],
    ),
    ...Object.entries(golden.grad_params).map(([name, expected]) =>
      compareExpected(expected, gradients.get(camelCase(name)), `grad_params.${name}`),
    ),
    ...Object.entries(golden.state_after ?? {}).map(([name, expected]) =>
      compareExpected(expected, buffers.get(camelCase(name)), `state_after.${name}`),
    ),
    ...missing(
      parameters.map(([name]) => name),
      Object.keys(golden.grad_params).map(camelCase),
    ),
  ]
}

/** `Σ output·cotangent` over all outputs. */
export function lossOf(outputs: readonly Tensor[], cotangents: readonly Tensor[]): Tensor {
  if (outputs.length < cotangents.length)
    throw new RangeError(`expected ${cotangents.length} results, got ${outputs.length}`)
  return cotangents
    .map((cotangent, i) => present(outputs[i], 'output').mul(cotangent).sum())
    .reduce((sum, x) => sum.add(x))
}

/** A parameter of ours that the file has no gradient for. */
function missing(ours: readonly string[], theirs: readonly string[]): Comparison[] {
  return ours
    .filter((name) => !theirs.includes(name))
    .map((name) => failed(`grad_params: no ${name} in the file`))
}
