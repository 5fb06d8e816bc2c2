import { valueAndGrad } from '@nn/autograd'
import type { Optimizer } from '@nn/optim'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import type { Comparison } from '../../golden/compare.ts'
import { present } from '../../golden/present.ts'
import { readTensor } from '../forward/tensor.ts'
import { compareExpected } from '../gradients/compare-expected.ts'
import { OPERATIONS } from '../gradients/operations/index.ts'
import { clip } from './clips.ts'
import { compareNumbers } from './compare-numbers.ts'
import { createNetwork, type Network, nameOf } from './network.ts'
import { makeOptimizer } from './optimizers.ts'
import { makeSchedule } from './schedules.ts'
import type { Arguments, CurveCase, Training } from './training-case.ts'

/** The loss of predictions. */
function lossOf({ op, args = {} }: Training['loss'], predicted: Tensor, wanted: Tensor): Tensor {
  const operation = OPERATIONS[op]
  if (operation === undefined) throw new Error(`no adapter for the loss ${op}`)
  const reader = new ArgReader(args)
  const loss = operation({ operands: [predicted, wanted], args: reader, tensor: () => undefined })
  reader.done()
  return present([loss].flat()[0], 'loss')
}

/** The network of a training with its weights, or the one that is given, and its optimizer. */
export function startOf(
  golden: Training,
  given?: Network,
): { readonly network: Network; readonly optimizer: Optimizer } {
  const network = given ?? createNetwork(golden.model)
  if (given === undefined) network.load(golden.start)
  for (const name of golden.frozen ?? []) network.parameters.get(nameOf(name))?.freeze()
  const { name, args = {} } = golden.optimizer
  const groups = (golden.groups ?? []).flatMap(({ params, ...own }) =>
    params.map((path): readonly [string, Arguments] => [nameOf(path), own]),
  )
  const schedule = golden.scheduler && makeSchedule(golden.scheduler)
  return { network, optimizer: makeOptimizer(name, network.parameters, args, { groups, schedule }) }
}

/** The rows of step t. */
function rowsOf(x: Tensor, step: number, batch: number | undefined): Tensor {
  const [n = 0] = x.shape
  if (batch === undefined) return x
  const rows = Array.from({ length: batch }, (_, i) => (step * batch + i) % n)
  const indices = x.backend.tensor(rows, { dtype: 'int32' })
  return x.take(indices)
}

/** The gradients and the value of the loss in step t. */
export function lossAt(golden: Training, network: Network, step: number): ReturnType<typeof valueAndGrad> {
  const [x, y] = [golden.data.x, golden.data.y].map((data) => rowsOf(readTensor(data), step, golden.batch))
  return valueAndGrad(network.parameters, () =>
    lossOf(golden.loss, network.forward(present(x, 'x')), present(y, 'y')),
  )
}

/** Trains, and compares the losses on the way, the first gradients and the weights at last. */
export function runCurve(golden: CurveCase): Comparison[] {
  const { network, optimizer } = startOf(golden)
  const found: Comparison[] = []
  const last = Math.max(...golden.losses.map(({ step }) => step))
  for (let step = 0; step <= last; step++) {
    const { value, gradients } = lossAt(golden, network, step)
    const clipped: ReturnType<typeof clip> =
      golden.clip === undefined ? { gradients: new Map(gradients) } : clip(gradients, golden.clip)
    const expected = golden.losses.find((loss) => loss.step === step)
    if (expected !== undefined) {
      const { loss, tolerance_abs: abs, grad_norm, grad_norm_tolerance_abs } = expected
      found.push(compareNumbers(`loss ${step}`, [loss], [Number(value.item())], { abs, rel: 0 }))
      if (grad_norm !== undefined && clipped.norm !== undefined) {
        const tolerance = { abs: grad_norm_tolerance_abs ?? 0, rel: 0 }
        found.push(compareNumbers(`gradient norm ${step}`, [grad_norm], [clipped.norm], tolerance))
      }
    }
    if (step === 0) found.push(...compareAll('first_grad', golden.first_grad, gradients))
    if (step < last) optimizer.step(clipped.gradients)
  }
  return [...found, ...compareAll('final', golden.final, network.state())]
}

/** Compares tensors by PyTorch's names with ours. */
export function compareAll(
  place: string,
  expected: Training['final'],
  got: ReadonlyMap<string, Tensor>,
): Comparison[] {
  return Object.entries(expected).map(([name, want]) =>
    compareExpected(want, got.get(nameOf(name)), `${place}.${name}`, want.loose),
  )
}
