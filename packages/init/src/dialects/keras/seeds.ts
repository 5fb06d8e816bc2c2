import type { Initializer } from '../../initializer/initializer.ts'
import { COMMON } from '../common.ts'
import { isConnection, isRecurrentBias } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { refuseLayer } from '../refuse.ts'
import { isOutput } from './attention.ts'
import type { KerasParameter } from './piece.ts'

type Piece = DialectParameter & Pick<Partial<KerasParameter>, 'state'>

/** What Keras makes in a program takes integers from Python's generator, one after the other. */
type MakeSeed = () => number

/** Whether Keras gives each weight of a layer a copy of the initializer that the layer was given, with a seed of its own. */
export function clonesInits({ kind, bidirectional }: DialectLayer): boolean {
  return kind === 'attention' || (kind === 'recurrent' && bidirectional === true)
}

/** Whether Keras makes an initializer with a seed for a weight itself, of a name: `'glorot_uniform'`, or what a rule or `init` says. */
function isNamed(parameter: DialectParameter, layer: DialectLayer): boolean {
  const { source, wanted } = parameter
  if (wanted === undefined) return isConnection(parameter, layer)
  return source !== 'option' && Object.hasOwn(COMMON, wanted.config.name)
}

/**
 * Makes the initializer of a parameter, and takes the other seeds that Keras takes there. A recurrent layer has one more, for the dropout
 * that it could have, before its initializers where it is a `SimpleRNN` and behind them where it has gates; `Bidirectional` makes the
 * layer that it was given, a copy for the way forth and one for the way back; an attention makes its initializers, and copies for each
 * projection.
 */
export function takingSeeds(
  makeSeed: MakeSeed,
  parameter: Piece,
  layer: DialectLayer<Piece>,
  make: () => Initializer,
): Initializer {
  if (layer.kind === 'recurrent') return ofRecurrent(makeSeed, parameter, layer, make)
  if (layer.kind === 'attention' && parameter === layer.parameters[0] && !isOutput(layer)) {
    const kernel = layer.parameters.find((each) => isConnection(each, layer))
    const bias = layer.parameters.find(({ role, use }) => role === 'bias' && use === undefined)
    for (const each of [kernel, bias]) if (each !== undefined && isNamed(each, layer)) makeSeed()
  }
  return make()
}

function ofRecurrent(
  makeSeed: MakeSeed,
  parameter: Piece,
  layer: DialectLayer<Piece>,
  make: () => Initializer,
): Initializer {
  const cell = cellOf(parameter, layer)
  const [first] = cell
  const isGated = first?.axes?.blocks !== undefined
  if (parameter === first) {
    if (layer.bidirectional === true && isForth(parameter, layer)) {
      // The layer that is copied: a seed for each name among its initializers, and that of its dropout.
      for (const each of cell) if (isNamed(each, layer)) makeSeed()
      makeSeed()
    }
    if (!isGated) makeSeed()
  }
  if (isRecurrentBias(parameter, layer)) checkBias(parameter)
  const init = make()
  if (isGated && parameter === cell.at(-1)) makeSeed()
  return init
}

/** Throws for a bias that is drawn but not as Keras's. */
function checkBias(parameter: Piece): void {
  const isDrawn = parameter.wanted?.needs.includes('rng') === true
  if (isDrawn && parameter.state === undefined) {
    refuseLayer('Keras', parameter, 'a bias for each sum that is drawn')
  }
}

const startsCell = ({ role, use }: DialectParameter): boolean => role === 'weight' && use === 'input'

/** The parameters of one layer in one direction, but for a projection of the state, which Keras has not. */
function cellOf(parameter: Piece, { parameters }: DialectLayer<Piece>): readonly Piece[] {
  const at = parameters.indexOf(parameter)
  const start = parameters.findLastIndex((each, i) => i <= at && startsCell(each))
  const end = parameters.findIndex((each, i) => i > at && startsCell(each))
  const own = parameters.slice(Math.max(0, start), end === -1 ? undefined : end)
  return own.filter(({ use }) => use === 'input' || use === 'state')
}

/** Whether a kernel is of the way forth: directions take turns. */
function isForth(parameter: Piece, { parameters }: DialectLayer<Piece>): boolean {
  return parameters.filter(startsCell).indexOf(parameter) % 2 === 0
}
