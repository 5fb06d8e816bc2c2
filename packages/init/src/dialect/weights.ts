import { hasFans } from '../axes.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'

/** Whether a parameter is a weight that connects units: of a linear layer or a convolution, no table of rows. */
export function isConnection({ role, axes }: DialectParameter): boolean {
  return role === 'weight' && hasFans(axes) && axes?.lookup !== true
}

/** Whether a parameter is a table of rows, as of an embedding. */
export function isTable({ role, axes }: DialectParameter): boolean {
  return role === 'weight' && axes?.lookup === true
}

/** The weight that a layer's bias belongs to. */
export function connectionOf(layer: DialectLayer): DialectParameter | undefined {
  return layer.parameters.find(isConnection)
}

/** Whether a weight is applied to the state of a recurrent layer. */
export function isRecurrent({ path }: DialectParameter): boolean {
  return /(^|\.)weightHhL/.test(path)
}

/** Whether a layer projects queries, keys and values, in one weight or in three. */
export function isAttention({ parameters }: DialectLayer): boolean {
  return parameters.some(({ path }) => /(^|\.)(in|q)ProjWeight$/.test(path))
}
