import { message } from '@nn/check'
import { type Initializer, ones, zeros } from '@nn/init'
import type { Model, Parameter } from '../family/model.ts'
import type { Assigned } from './recipe.ts'

/** What recipes tell apart: tables of rows, matrices into a branch, matrices out of it, the readout, others. */
export type Sort = 'table' | 'inwards' | 'router' | 'outwards' | 'readout' | 'other'

const SORTS: Readonly<Record<Parameter['part'], Sort>> = {
  embedding: 'table',
  position: 'table',
  tokenType: 'table',
  query: 'inwards',
  key: 'inwards',
  value: 'inwards',
  qkv: 'inwards',
  gate: 'inwards',
  up: 'inwards',
  gateUp: 'inwards',
  router: 'router',
  attentionOut: 'outwards',
  down: 'outwards',
  readout: 'readout',
  transform: 'other',
  pooler: 'other',
  norm: 'other',
}

/** The weights of a recipe, the rest as everywhere: biases 0, norms 1, or 0 where the model adds 1. */
export function weights(
  law: (parameter: Parameter, sort: Sort) => Assigned,
): (parameter: Parameter) => Assigned {
  return (parameter) => {
    const { role, kind, part } = parameter
    if (role === 'bias') return { init: zeros(), reason: 'bias' }
    if (kind === 'norm') return { init: ones(), reason: 'norm' }
    if (kind === 'offsetNorm') return { init: zeros(), reason: 'norm, to which the model adds 1' }
    return law(parameter, SORTS[part])
  }
}

/** Inputs of a matrix. @throws RangeError if it has none. */
export function fanIn({ name, fans }: Parameter): number {
  if (fans !== undefined) return fans.fanIn
  throw new RangeError(message(name, 'a matrix', 'a parameter without fans'))
}

/** The block of a matrix that lies in one. @throws RangeError */
export function blockOf({ name, block }: Parameter): number {
  if (block !== undefined) return block
  throw new RangeError(message(name, 'a parameter of a block', 'one outside of them'))
}

/** Throws where the readout is the embedding, whose law would be wrong for one of them. */
export function checkUntied(recipe: string, { tied }: Model): void {
  const [group] = tied.filter((names) => names[0]?.endsWith('.weight'))
  if (group === undefined) return
  const cure = 'set tie_word_embeddings to false, or take another recipe'
  throw new RangeError(message(`recipe ${recipe}`, 'a readout of its own', `${group.join(' = ')}`, cure))
}

/** A law with its reason. */
export function says(init: Initializer, reason: string): Assigned {
  return { init, reason }
}
