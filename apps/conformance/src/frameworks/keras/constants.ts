import { present } from '../../golden/present.ts'
import { bind } from '../../python/bind.ts'
import type { Callable } from '../../python/objects.ts'
import { runProgram } from '../../python/python.ts'

/** A weight's constant, or undefined if it is drawn. */
type Constant = number | undefined

interface Layer {
  readonly weights: readonly Constant[]
}

const NAMED: Readonly<Record<string, number>> = { zeros: 0, ones: 1 }

const dense: Callable = (positional, keywords) => {
  const names = ['units', 'activation', 'use_bias', 'kernel_initializer', 'bias_initializer']
  const { kernel_initializer: kernel, bias_initializer: bias = 'zeros' } = bind(names, positional, keywords)
  const constant = (initializer: unknown): Constant =>
    typeof initializer === 'string'
      ? NAMED[initializer]
      : (initializer as { value?: number } | undefined)?.value
  return { weights: [constant(kernel), constant(bias)] }
}

/** The constants of the weights of a program's model of dense layers, in the order of `model.weights`. */
export function constantWeights(code: string): Constant[] {
  const nothing: Callable = () => null
  const keras = {
    utils: { set_random_seed: nothing },
    initializers: { Constant: ([value]: readonly number[]) => ({ value }) },
    layers: { Dense: dense },
    Sequential: ([layers]: readonly Layer[][]) => ({ build: nothing, layers }),
  }
  const weights = ([model]: readonly { layers: Layer[] }[]) =>
    present(model, 'model').layers.flatMap((layer) => layer.weights)
  return runProgram(code, { names: { keras, weights } }).out as Constant[]
}
