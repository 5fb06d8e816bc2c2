import { checkOptions, flag, message, type OptionNames, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Tape } from '../tape/tape.ts'
import { differentiate, type GradOptions } from './differentiate.ts'
import { type By, checkVariable, trainedOf } from './trained.ts'

/** The value of a function, and its gradient by each parameter. */
export interface ValueAndGrad {
  readonly value: Tensor
  /** By path, in the order of the parameters, then what was watched by its name; each of the shape and dtype of what it is by. */
  readonly gradients: ReadonlyMap<string, Tensor>
}

/** Asks for the gradient by what a tensor on the way holds now, under a name; returns the tensor. */
export type Watch = (name: string, x: Tensor) => Tensor

const names: OptionNames<GradOptions> = { allowUnused: true }

/** Checks the options of a function that works out gradients. */
export function checkGradOptions(where: string, options: GradOptions): void {
  checkOptions(where, options, names)
  if (options.allowUnused !== undefined) flag(where, 'allowUnused', options.allowUnused)
}

/**
 * The value of a function and its gradients `∂value/∂θ` by the parameters θ of a network, or by tensors: the function runs once, what it
 * computes is recorded, and the chain rule is applied backwards (reverse mode; Griewank and Walther, 2008,
 * https://doi.org/10.1137/1.9780898717761).
 *
 * Frozen parameters have none; a tied one has the sum over its uses, under its first path. Statistics and counters move as in any
 * forward. In-place operations and views are recorded, too: the gradient is by what the parameters held when the function began. At kinks and
 * ties the slope is PyTorch's. Writing to `x.data` by hand is not seen.
 *
 * Inside of another function whose gradients are recorded, the gradients themselves have gradients.
 *
 * @param by A network, a map or a record of parameters or tensors, of floats and on one backend.
 * @param fn Returns a tensor of one number. It is given `watch`, which asks for the gradient by a tensor on the way. It may throw, and then
 * nothing is changed.
 * @throws RangeError if there is nothing to train, a parameter has no values, the value is not one number, or does not depend on a
 * parameter; TypeError for a promise, another backend, or what is neither a network nor tensors.
 * @example
 * ```ts
 * import { valueAndGrad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Dense } from '@nn/layers'
 * const layer = new Dense(1, { inUnits: 2, weightInit: ones() })
 * layer.initialize({ backend: cpu })
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * const { value, gradients } = valueAndGrad(layer, () => layer.forward(x).square().mean())
 * value.item() // => 29
 * gradients.get('weight')?.toNested() // => [[24, 34]]
 * gradients.get('bias')?.toNested() // => [10]
 * const by = valueAndGrad({ x }, (watch) => watch('y', layer.forward(x)).sum()).gradients
 * by.get('y')?.toNested() // => [[1], [1]]
 * by.get('x')?.toNested() // => [[1, 1], [1, 1]]
 * valueAndGrad(layer, () => layer.forward(x)) // throws /expected the function to return a tensor of one number, got \[2, 1\]/
 * ```
 */
export function valueAndGrad(by: By, fn: (watch: Watch) => Tensor, options: GradOptions = {}): ValueAndGrad {
  checkGradOptions('valueAndGrad', options)
  if (typeof fn !== 'function') throw wrongKind('valueAndGrad', 'a function', fn)
  const trained = trainedOf('valueAndGrad', by)
  const watched = new Map<string, Tensor | undefined>()
  let isRunning = true
  const watchOn =
    (tape: Tape): Watch =>
    (name, x) => {
      checkWatched(name, x, trained.has(name) || watched.has(name), isRunning)
      watched.set(name, undefined)
      const place = tape.watch(x)
      tape.pushMap(place, (g) => {
        watched.set(name, g.clone())
        tape.give(place, g, false)
      })
      return x
    }
  const run = (tape: Tape): Tensor => {
    try {
      return fn(watchOn(tape))
    } finally {
      isRunning = false
    }
  }
  const { value, gradients } = differentiate('valueAndGrad', trained, run, options)
  for (const [name, g] of watched) gradients.set(name, seen(name, g))
  return { value, gradients }
}

function checkWatched(name: unknown, x: unknown, isTaken: boolean, isRunning: boolean): void {
  if (typeof name !== 'string') throw wrongKind('watch', 'a name', name)
  if (isTaken) throw new RangeError(message('watch', 'a name that is not taken', name, 'take another one'))
  if (!isTensor(x)) throw wrongKind('watch', 'a tensor', x)
  checkVariable('watch', name, x)
  if (!isRunning)
    throw new TypeError(message('watch', 'a call while the function runs', 'one after it ended'))
}

function seen(name: string, g: Tensor | undefined): Tensor {
  if (g !== undefined) return g
  throw new RangeError(message('watch', `a value that depends on ${name}`, 'one that does not'))
}
