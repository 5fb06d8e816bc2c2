import { blockwise } from '../../combinators/by-block.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { isConnection, isRecurrentBias } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { refuseLayer } from '../refuse.ts'

/** What Keras makes in a program takes integers from Python's generator, one after the other. */
type MakeSeed = () => number

/** Whether Keras gives each weight of a layer a copy of the initializer that the layer was given, with a seed of its own. */
export function clonesInits({ kind, bidirectional }: DialectLayer): boolean {
  return kind === 'attention' || (kind === 'recurrent' && bidirectional === true)
}

/**
 * Makes the initializer of a parameter, and takes the other seeds that Keras takes there. A recurrent layer has one more, for the dropout
 * that it could have, before its initializers where it is a `SimpleRNN` and behind them where it has gates; `Bidirectional` makes the
 * layer that it was given, a copy for the way forth and one for the way back; an attention makes its initializer, and a copy for each
 * projection.
 */
export function takingSeeds(
  makeSeed: MakeSeed,
  parameter: DialectParameter,
  layer: DialectLayer,
  make: () => Initializer,
): Initializer {
  if (layer.kind === 'recurrent') {
    if (isRecurrentBias(parameter, layer)) return checkBias(parameter, make())
    return isConnection(parameter, layer) ? ofRecurrent(makeSeed, parameter, layer, make) : make()
  }
  if (layer.kind === 'attention' && isConnection(parameter, layer)) {
    return ofAttention(makeSeed, parameter, layer, make)
  }
  return make()
}

function ofRecurrent(
  makeSeed: MakeSeed,
  parameter: DialectParameter,
  layer: DialectLayer,
  make: () => Initializer,
): Initializer {
  const isGated = parameter.axes?.blocks !== undefined
  const isFirst = parameter.use === 'input'
  if (isFirst) {
    if (layer.bidirectional === true && isForth(parameter, layer)) {
      // The layer that is copied: a seed for each name among its initializers, and that of its dropout.
      for (const each of pairOf(parameter, layer)) if (each.source !== 'option') makeSeed()
      makeSeed()
    }
    if (!isGated) makeSeed()
  }
  const init = make()
  if (!isFirst && isGated) makeSeed()
  return init
}

function ofAttention(
  makeSeed: MakeSeed,
  parameter: DialectParameter,
  layer: DialectLayer,
  make: () => Initializer,
): Initializer {
  const [first] = layer.parameters.filter((each) => isConnection(each, layer))
  if (parameter === first && parameter.source !== 'option') makeSeed()
  const parts = parameter.axes?.blocks?.names
  if (parts === undefined) return make()
  const inits = Object.fromEntries(parts.map((name) => [name, make()]))
  const [some = make()] = Object.values(inits)
  return blockwise({ ...some.config, parts }, inits, some)
}

/** Throws for a bias that is drawn: Keras draws one for both sums. */
function checkBias(parameter: DialectParameter, init: Initializer): Initializer {
  const isDrawn = parameter.wanted?.needs.includes('rng') === true
  return isDrawn ? refuseLayer('Keras', parameter, 'a bias for each sum that is drawn') : init
}

/** The kernel and the recurrent kernel of one layer in one direction. */
function pairOf(parameter: DialectParameter, layer: DialectLayer): readonly DialectParameter[] {
  const kernels = layer.parameters.filter((each) => isConnection(each, layer))
  const at = kernels.indexOf(parameter)
  return kernels.slice(at, at + 2)
}

/** Whether a kernel is of the way forth: directions take turns. */
function isForth(parameter: DialectParameter, layer: DialectLayer): boolean {
  const kernels = layer.parameters.filter((each) => each.use === 'input' && isConnection(each, layer))
  return kernels.indexOf(parameter) % 2 === 0
}
