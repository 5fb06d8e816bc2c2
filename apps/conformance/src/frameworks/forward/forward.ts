import { cpu } from '@nn/backend-cpu'
import { camelCase, type Module } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import type { Comparison } from '../../golden/compare.ts'
import { compareTensor } from './compare-tensor.ts'
import { LAYERS } from './layers.ts'
import type { Call, CreateLayer } from './runnable.ts'
import { type ForwardCase, type GoldenTensor, readTensor } from './tensor.ts'

/** What of a case makes a layer that can run: the layer, its weights and its inputs. */
type Runnable = Pick<ForwardCase, 'layer' | 'args' | 'call' | 'mode' | 'state' | 'inputs'>

/** The layer that a class of PyTorch makes of these arguments. @throws Error of a class or an argument that there is no adapter for */
export function createLayer(
  layer: string,
  given: Readonly<Record<string, unknown>>,
): ReturnType<CreateLayer> {
  const create = LAYERS[layer]
  if (create === undefined) throw new RangeError(`no adapter for the layer ${layer}`)
  const args = new ArgReader(given)
  // Whether a result takes the place of its input changes nothing of it.
  args.take('inplace', false)
  const runnable = create(args)
  args.done()
  return runnable
}

/** The layer of a case with the file's weights, its inputs, and how it is run on them. */
export function createRunnable(golden: Runnable): {
  readonly module: Module
  readonly inputs: Call
  readonly run: () => readonly Tensor[]
} {
  const { module, call } = createLayer(golden.layer, golden.args)
  prepare(module, golden)
  const inputs = inputsOf(golden)
  const run = (): readonly Tensor[] => {
    const callArgs = new ArgReader(golden.call ?? {})
    const results = call(inputs, callArgs)
    callArgs.done()
    return results
  }
  return { module, inputs, run }
}

/**
 * Gives a layer the file's weights, runs it on its inputs, and compares the results, and the buffers that the call changed. The
 * gradients of such files are in others, with a tolerance for each tensor.
 */
export function runForward(golden: ForwardCase): Comparison[] {
  const { module, run } = createRunnable(golden)
  const got = run()
  const results = golden.outputs.map((expected, i) =>
    compareTensor(expected, got[i], golden, `outputs[${i}]`),
  )
  if (got.length !== golden.outputs.length) {
    results.push(failed(`expected ${golden.outputs.length} results, got ${got.length}`))
  }
  const buffers = module.stateDict()
  const after = Object.entries(golden.state_after ?? {}).map(([name, expected]) =>
    compareTensor(expected, buffers.get(camelCase(name)), golden, `state_after.${name}`),
  )
  return [...results, ...after]
}

function failed(problem: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem }
}

function prepare(module: Module, { mode, state = {} }: Runnable): void {
  const tensors = Object.entries(state).map(
    ([name, tensor]) => [camelCase(name), readTensor(tensor)] as const,
  )
  module.loadStateDict(new Map(tensors))
  module.train(mode === 'train')
}

/** The inputs in order, by name where they have one. */
function inputsOf({ inputs }: Runnable): Call {
  const named = new Map<string, Tensor>()
  const list = inputs.map((input, i) => {
    const tensor = input.same_as === undefined ? readTensor(input as GoldenTensor) : named.get(input.same_as)!
    named.set(input.name ?? String(i), tensor)
    return tensor
  })
  return { list, named, backend: cpu }
}
