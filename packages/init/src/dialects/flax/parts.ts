import { isConnection } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { refuseLayer } from '../refuse.ts'

/** Which of Flax's interfaces, and its class for LSTMs. */
export interface Interface {
  readonly api: 'linen' | 'nnx'
  readonly lstm: 'LSTMCell' | 'OptimizedLSTMCell'
}

/** One parameter of Flax's: one of ours, or a block of it. */
export interface Part {
  /** Ours; undefined where Flax has one that we have not. */
  readonly parameter: DialectParameter | undefined
  /** The name of the block; undefined for the whole. */
  readonly block?: string
  /** The pass of a recurrent layer that goes both ways. */
  readonly direction?: Direction | undefined
  /** The module that has it, below that of the layer. */
  readonly module: readonly string[]
  /** Which draw of that module it is: kernels are the first, biases the second. */
  readonly number: number
}

/** The passes of a recurrent layer that goes both ways. */
export type Direction = 'forward' | 'backward'

/** The parameters that Flax has for one of our layers, in the order in which nnx makes them. */
export function partsOf(layer: DialectLayer, flax: Interface): readonly Part[] {
  if (layer.kind === 'attention') return attentionParts(layer)
  if (layer.kind === 'recurrent') return recurrentParts(layer, flax)
  return layer.parameters.map((parameter, i) => ({ parameter, module: [], number: i + 1 }))
}

const PROJECTIONS = ['query', 'key', 'value']

function attentionParts(layer: DialectLayer): readonly Part[] {
  const { parameters } = layer
  const added = parameters.find(({ use }) => use === 'addedKey' || use === 'addedValue')
  if (added !== undefined) refuseLayer('Flax', added, 'an attention with a key that is learnt')
  const weights = parameters.filter((parameter) => isConnection(parameter, layer))
  const bias = parameters.find(({ role }) => role === 'bias')
  const [first] = weights
  return PROJECTIONS.flatMap((name, i) => {
    const module = [name]
    const kernel = weights.length === 1 ? { parameter: first, block: name } : { parameter: weights[i] }
    return [
      { ...kernel, module, number: 1 },
      ...(bias === undefined ? [] : [{ parameter: bias, block: name, module, number: 2 }]),
    ]
  })
}

/** What we have of one cell. */
interface Cell {
  readonly input: DialectParameter
  readonly state: DialectParameter | undefined
  readonly inputBias: DialectParameter | undefined
  readonly stateBias: DialectParameter | undefined
}

/** Flax's letters of our gates, by our names in our order. */
const LETTERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'input,forget,cell,output': { input: 'i', forget: 'f', cell: 'g', output: 'o' },
  'reset,update,new': { reset: 'r', update: 'z', new: 'n' },
}

function recurrentParts(layer: DialectLayer, { api, lstm }: Interface): readonly Part[] {
  const cells = cellsOf(layer)
  const [first] = cells
  const ways = layer.bidirectional ? 2 : 1
  if (api === 'linen' && first !== undefined && cells.length > ways) {
    refuseLayer('linen', first.input, 'several layers in one, whose cells have no names there')
  }
  return cells.flatMap((cell, i) => {
    const gates = cell.input.axes?.blocks?.names
    const letters = gates === undefined ? undefined : LETTERS[String(gates)]
    if (gates !== undefined && letters === undefined) {
      refuseLayer('Flax', cell.input, `the parts ${gates.join(', ')}`)
    }
    const parts = api === 'linen' ? linenParts(cell, letters) : nnxParts(cell, letters, lstm)
    const direction = ways === 1 ? undefined : i % 2 === 0 ? 'forward' : 'backward'
    return parts.map((part) => ({ ...part, direction }))
  })
}

/** A weight for the input begins a cell. */
function cellsOf({ parameters }: DialectLayer): readonly Cell[] {
  const starts = parameters.flatMap(({ role, use }, i) => (role === 'weight' && use === 'input' ? [i] : []))
  return starts.map((start, i) => {
    const own = parameters.slice(start, starts[i + 1])
    const projection = own.find(({ role, use }) => role === 'weight' && use !== 'input' && use !== 'state')
    if (projection !== undefined) refuseLayer('Flax', projection, 'a projection of the state')
    const find = (role: string, use: string) => own.find((each) => each.role === role && each.use === use)
    const input = find('weight', 'input') ?? refuseLayer('Flax', parameters[start]!, 'another layer')
    return {
      input,
      state: find('weight', 'state'),
      inputBias: find('bias', 'input'),
      stateBias: find('bias', 'state'),
    }
  })
}

const kernel = (parameter: DialectParameter | undefined, name: string, block?: string): Part => ({
  parameter,
  ...(block === undefined ? {} : { block }),
  module: [name],
  number: 1,
})

const bias = (parameter: DialectParameter | undefined, name: string, block?: string): Part => ({
  ...kernel(parameter, name, block),
  number: 2,
})

/** A module for each gate; one bias for both sums, but for the new state of a GRU. */
function linenParts(
  { input, state, inputBias, stateBias }: Cell,
  letters: Readonly<Record<string, string>> | undefined,
): readonly Part[] {
  if (letters === undefined) return [kernel(input, 'i'), bias(inputBias, 'i'), kernel(state, 'h')]
  const isLstm = 'forget' in letters
  return Object.entries(letters).flatMap(([block, letter]) => {
    const [i, h] = [`i${letter}`, `h${letter}`]
    const kernels = [kernel(input, i, block), kernel(state, h, block)]
    if (isLstm) return [...kernels, bias(stateBias, h, block)]
    return [...kernels, bias(inputBias, i, block), ...(block === 'new' ? [bias(stateBias, h, block)] : [])]
  })
}

/** In the order in which the constructors of nnx draw. */
function nnxParts(
  { input, state, inputBias, stateBias }: Cell,
  letters: Readonly<Record<string, string>> | undefined,
  lstm: Interface['lstm'],
): readonly Part[] {
  if (letters === undefined)
    return [kernel(state, 'dense_h'), kernel(input, 'dense_i'), bias(inputBias, 'dense_i')]
  if (!('forget' in letters)) {
    return [kernel(input, 'dense_i'), bias(inputBias, 'dense_i'), kernel(state, 'dense_h')]
  }
  if (lstm === 'OptimizedLSTMCell') {
    return [kernel(input, 'dense_i'), kernel(state, 'dense_h'), bias(stateBias, 'dense_h')]
  }
  const gates = Object.entries(letters)
  return [
    ...gates.map(([block, letter]) => kernel(input, `i${letter}`, block)),
    ...gates.flatMap(([block, letter]) => [
      kernel(state, `h${letter}`, block),
      bias(stateBias, `h${letter}`, block),
    ]),
  ]
}
