import { hasFans } from '../parameter/axes.ts'
import { isWeight } from '../parameter/roles.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'

/** The end of a path: the parameter's own name. */
function nameOf({ path }: DialectParameter): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** Whether a parameter belongs to a recurrent layer: `weightIhL0`, `biasHhL1Reverse`. */
export function isRecurrent(parameter: DialectParameter): boolean {
  return /^(weight|bias)(Ih|Hh|Hr)L\d/.test(nameOf(parameter))
}

/** Whether a parameter of a recurrent layer is applied to its state. */
export function isOfState(parameter: DialectParameter): boolean {
  return /^(weight|bias)Hh/.test(nameOf(parameter))
}

/** Whether a weight projects queries, keys or values. */
function isProjection(parameter: DialectParameter): boolean {
  return /^(in|q|k|v)ProjWeight$/.test(nameOf(parameter))
}

/** Whether a layer projects queries, keys and values, in one weight or in three. */
export function isAttention({ parameters }: DialectLayer): boolean {
  return parameters.some(isProjection)
}

/**
 * Whether a weight connects units and starts by its layer's law, in whose place the framework puts its own: of linear layers,
 * convolutions, recurrent layers and attention. What a person's own module gives its parameters stays theirs.
 */
export function isConnection(parameter: DialectParameter): boolean {
  const { role, axes, fallback } = parameter
  if (!isWeight(role) || !hasFans(axes) || axes?.lookup === true) return false
  const { name, distribution } = fallback.config
  const isLinear = name === 'varianceScaling' && distribution === 'uniform'
  return isLinear || name === 'firstInputUniform' || isRecurrent(parameter) || isProjection(parameter)
}

/** Whether a weight is a table of rows that starts as N(0, 1), as that of an embedding. */
export function isTable({ role, axes, fallback }: DialectParameter): boolean {
  if (!isWeight(role) || axes?.lookup !== true) return false
  const { name, mean, std, init } = fallback.config
  return (name === 'normal' && mean === 0 && std === 1) || (name === 'zeroPadding' && init !== undefined)
}

/** The weight that a layer's bias belongs to. */
export function connectionOf(layer: DialectLayer): DialectParameter | undefined {
  return layer.parameters.find(isConnection)
}
