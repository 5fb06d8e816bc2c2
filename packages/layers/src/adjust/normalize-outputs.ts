import { message } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import { allOrNothing, checkRun, runWatched } from './watch.ts'

/**
 * The data-dependent start of weight normalisation: in the order in which layers run on a batch, weight and bias of each are set so that
 * every output unit, or channel, has mean 0 and standard deviation 1 over it: `w ← w/σ`, `b ← (b − μ)/σ` (Salimans and Kingma, 2016,
 * https://arxiv.org/abs/1602.07868, section 3, whose weights start as `normal({ std: 0.05 })`). Of a layer without bias the mean
 * stays. Layers that give no single tensor are left alone. All parameters change, or none.
 *
 * @param inputs What `forward` takes; the first axis counts the batch, channels are the second of three or more axes, or the last of two.
 * @throws RangeError if a unit gives the same for all of the batch, NotReadyError if there are no values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normal } from '@nn/init'
 * import { Dense, normalizeOutputs } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const layer = new Dense(4, { weightInit: normal({ std: 0.05 }) })
 * layer.initialize({ rng })
 * const batch = cpu.uniform(rng.at('batch'), [100, 8])
 * normalizeOutputs(layer, [batch])
 * layer.forward(batch).mean(0).allClose(0, { atol: 1e-5 }) // => true
 * layer.forward(batch).std(0).allClose(1, { rtol: 1e-4 }) // => true
 * ```
 */
export function normalizeOutputs(module: Module, inputs: readonly unknown[]): void {
  const where = checkRun('normalizeOutputs', module, inputs)
  allOrNothing(module.parameters().values(), () => {
    runWatched(module, inputs, ({ layer, weight, bias, run }) => {
      const y = run()
      const channel = y.ndim > 2 && weight.data.ndim > 2 ? 1 : y.ndim - 1
      const others = y.shape.flatMap((_, axis) => (axis === channel ? [] : [axis]))
      const [mean, std] = [y.mean(others), y.std(others)]
      if (!std.gt(0).logicalAnd(std.isFinite()).all().item()) {
        const expected = 'outputs that differ over the batch'
        throw new RangeError(message(layer.path || where, expected, 'a unit without spread'))
      }
      weight.data.div_(along(std, weight.data.ndim, [weight.axes?.out ?? 0].flat()[0] ?? 0))
      bias?.data.sub_(mean).div_(std)
    })
  })
}

/** A vector as a tensor that lies along one axis of several. */
function along(vector: Tensor, ndim: number, axis: number): Tensor {
  const shape = new Array<number>(ndim).fill(1)
  shape[axis] = vector.size
  return vector.reshape(...shape)
}
