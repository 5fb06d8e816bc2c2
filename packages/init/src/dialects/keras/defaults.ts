import { uniform } from '../../distributions/uniform.ts'
import { xavierUniform } from '../../distributions/xavier.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { orthogonal } from '../../orthogonal/orthogonal.ts'
import { zeros } from '../../structured/constant.ts'
import { lstmBias } from '../../structured/lstm.ts'
import { isConnection, isRecurrentBias, isSlope, isTable } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { refuseLayer, refusePadding } from '../refuse.ts'
import { GRU, LSTM } from './accent.ts'

/** Keras's default for a parameter of a layer; undefined where it is the layer's own. */
export function defaultOf(
  parameter: DialectParameter,
  layer: DialectLayer,
  bind: (init: Initializer) => Initializer,
): Initializer | undefined {
  if (isTable(parameter, layer)) {
    refusePadding('Keras', parameter, layer)
    return bind(uniform({ low: -0.05, high: 0.05 }))
  }
  if (isSlope(parameter, layer)) return zeros()
  if (layer.kind === 'attention') return attentionDefault(parameter, layer, bind)
  const isBias = isRecurrentBias(parameter, layer)
  if (!isBias && !isConnection(parameter, layer)) return undefined
  const gates = parameter.axes?.blocks?.names
  if (gates !== undefined && ![LSTM, GRU].includes(String(gates))) {
    refuseLayer('Keras', parameter, `the parts ${gates.join(', ')}`)
  }
  const isOfState = layer.kind === 'recurrent' && parameter.use === 'state'
  if (!isBias) {
    if (layer.kind === 'recurrent' && parameter.use === undefined) {
      refuseLayer('Keras', parameter, 'a projection of the state')
    }
    return bind(isOfState ? orthogonal() : xavierUniform())
  }
  // Keras has one bias for both sums.
  return String(gates) === LSTM && !isOfState ? lstmBias() : zeros()
}

/** Each projection is `glorot_uniform`. */
function attentionDefault(
  parameter: DialectParameter,
  layer: DialectLayer,
  bind: (init: Initializer) => Initializer,
): Initializer | undefined {
  if (parameter.use === 'addedKey' || parameter.use === 'addedValue') {
    refuseLayer('Keras', parameter, 'a key or a value that is learnt and added')
  }
  return isConnection(parameter, layer) ? bind(xavierUniform()) : undefined
}
