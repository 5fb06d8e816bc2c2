import type { Initializer } from '../../initializer/initializer.ts'
import { isConnection } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'

/** What Keras makes in a program takes integers from Python's generator, one after the other. */
type MakeSeed = () => number

/** The seeds of one layer over steps: of its kernel, of its recurrent kernel, and of what its dropout would draw with. */
const SEEDS = 3

/**
 * Makes the initializer of a parameter, and takes the other seeds that Keras takes there: a recurrent layer has one more, before its
 * initializers where it is a `SimpleRNN` and behind them where it has gates; `Bidirectional` makes the layer that it was given, a copy
 * for the way forth and one for the way back.
 */
export function takingSeeds(
  makeSeed: MakeSeed,
  parameter: DialectParameter,
  layer: DialectLayer,
  make: () => Initializer,
): Initializer {
  if (layer.kind !== 'recurrent' || !isConnection(parameter, layer)) return make()
  const isGated = parameter.axes?.blocks !== undefined
  const isFirst = parameter.use === 'input'
  if (isFirst) {
    if (layer.bidirectional === true && isForth(parameter, layer)) skip(makeSeed, SEEDS)
    if (!isGated) makeSeed()
  }
  const init = make()
  if (!isFirst && isGated) makeSeed()
  return init
}

function skip(makeSeed: MakeSeed, count: number): void {
  for (let i = 0; i < count; i++) makeSeed()
}

/** Whether a kernel is of the way forth: directions take turns. */
function isForth(parameter: DialectParameter, layer: DialectLayer): boolean {
  const kernels = layer.parameters.filter((each) => each.use === 'input' && isConnection(each, layer))
  return kernels.indexOf(parameter) % 2 === 0
}
