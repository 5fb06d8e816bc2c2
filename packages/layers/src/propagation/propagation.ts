import { valueAndGrad } from '@nn/autograd'
import { message, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { checkModule } from '../adjust/watch.ts'
import type { Module } from '../module/module.ts'
import { type Call, observeCalls } from './observe.ts'
import { predict } from './predict.ts'
import { PropagationReport, type PropagationRow, type Spread } from './propagation-report.ts'

/**
 * How signals and gradients go through a network as it is: mean and deviation of what each layer gives, and of the gradient by it, measured on a
 * batch, beside what the mean-field recursion predicts from the laws of the weights (`E z² = fanIn·E w²·E φ(z)² + E b²`, and backwards
 * `fanOut·E w²·E φ′(z)²`; Glorot and Bengio, 2010, https://proceedings.mlr.press/v9/glorot10a.html; He et al., 2015,
 * https://arxiv.org/abs/1502.01852; Schoenholz et al., 2017, https://arxiv.org/abs/1611.01232). Predicted are chains of linear layers, convolutions, functions of each
 * element and norms, from the second moment of the first input on, and gradients from that of the last result back; behind anything else there is no prediction until a norm.
 *
 * Neither values nor statistics change, but for those that a forward changes in training.
 *
 * @param batch The input of `net.forward`.
 * @param loss Makes one number of the result, as in training.
 * @throws TypeError or RangeError if it is no network, the batch no tensor, or the loss not one number; what forward throws.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { kaimingNormal } from '@nn/init'
 * import { Dense, propagation, relu, Sequential } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const wide = () => new Dense(256, { inUnits: 256, activation: relu, weightInit: kaimingNormal() })
 * const net = new Sequential(wide(), wide(), wide())
 * net.initialize({ rng, backend: cpu })
 * const { rows } = propagation(net, cpu.normal(rng, [64, 256]), (y) => y.square().mean())
 * rows.map(({ path }) => path) // => ['0', '1', '2']
 * rows.every(({ activations: { predicted = 0 } }) => Math.abs(predicted - 1) < 0.05) // => true
 * rows.every(({ activations: { rms } }) => Math.abs(rms - 1) < 0.2) // => true
 * ```
 */
export function propagation(net: Module, batch: Tensor, loss: (output: Tensor) => Tensor): PropagationReport {
  const where = checkModule('propagation', net)
  if (!isTensor(batch)) throw wrongKind(where, 'a tensor as the batch', batch)
  if (typeof loss !== 'function') throw wrongKind(where, 'a function of the result as the loss', loss)
  const calls: Call[] = []
  // Gradients are by what is watched alone; by must not be empty.
  const nothing = batch.backend.zeros([])
  const { value, gradients } = valueAndGrad(
    { nothing },
    (watch) => {
      const output = observeCalls(
        net,
        (call) => {
          watch(nameOf(calls.length), call.y)
          calls.push({ ...call, y: call.y })
        },
        () => net.forward(batch),
      )
      if (!isTensor(output)) throw wrongKind(where, 'forward to return a tensor', output)
      return loss(output)
    },
    { allowUnused: true },
  )
  if (calls.length === 0) {
    const cure = 'layers of more than one tensor are not seen'
    throw new RangeError(message(where, 'a layer of one tensor', 'none', cure))
  }
  const measured = calls.map((_, i) => gradients.get(nameOf(i)))
  return new PropagationReport(rowsOf(calls, measured), Number(value.item()))
}

/** The name that a call's result is watched under: no path has it. */
function nameOf(i: number): string {
  return `#${i}`
}

/** The rows, with the recursion forwards from the first input, and backwards from the last result. */
function rowsOf(calls: readonly Call[], gradients: readonly (Tensor | undefined)[]): PropagationRow[] {
  const forwards: (number | undefined)[] = []
  const growths: (number | undefined)[] = []
  let last: Tensor | undefined
  let square: number | undefined
  for (const [i, call] of calls.entries()) {
    if (i === 0) square = squareOf(call.x)
    // A branch: what comes from elsewhere is not predicted.
    else if (call.x !== last) square = undefined
    const isNorm = call.layer?.kind === 'norm'
    const step = square === undefined && !isNorm ? undefined : predict(call, square ?? squareOf(call.x))
    square = step?.square
    forwards.push(square)
    growths.push(i > 0 && call.x !== last ? undefined : step?.back)
    last = call.y
  }
  const backwards: (number | undefined)[] = []
  const end = gradients.at(-1)
  let gradient = end === undefined ? undefined : squareOf(end)
  for (let i = calls.length - 1; i >= 0; i--) {
    backwards[i] = gradient
    const growth = growths[i]
    gradient = gradient === undefined || growth === undefined ? undefined : gradient * growth
  }
  return calls.map(({ path, name, y }, i) => ({
    path,
    layer: name,
    activations: spreadOf(y, forwards[i]),
    gradients: spreadOf(gradients[i] ?? y.mul(0), backwards[i]),
  }))
}

function squareOf(x: Tensor): number {
  return Number(x.square().mean().item())
}

function spreadOf(x: Tensor, square: number | undefined): Spread {
  return {
    mean: Number(x.mean().item()),
    std: Number(x.std().item()),
    rms: Math.sqrt(squareOf(x)),
    predicted: square === undefined ? undefined : Math.sqrt(square),
  }
}
