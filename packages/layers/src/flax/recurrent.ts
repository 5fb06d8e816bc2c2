import { message } from '@nn/check'
import { concat, type Tensor } from '@nn/tensor'
import type { Parameter } from '../module/parameter.ts'
import type { Cell } from '../recurrent/cell.ts'
import { Gru } from '../recurrent/gru.ts'
import { Lstm } from '../recurrent/lstm.ts'
import type { Recurrent } from '../recurrent/recurrent.ts'
import type { Layout, Piece, Values } from './layout.ts'

/** Which of Flax's interfaces, and nnx's class for LSTMs. */
export interface Interface {
  readonly api: 'linen' | 'nnx'
  readonly lstm: 'LSTMCell' | 'OptimizedLSTMCell'
}

type AnyRecurrent = Recurrent<boolean, string>

/** One kernel or bias of a cell: rows of one of our four parameters. */
interface Site {
  readonly name: string
  readonly source: 'weightIh' | 'weightHh' | 'biasIh' | 'biasHh'
  /** Which gate; undefined for all of them. */
  readonly gate?: number
}

/** What a cell of Flax has, and where it lies in ours. */
function sitesOf(layer: AnyRecurrent, { api, lstm }: Interface): readonly Site[] {
  const isLstm = layer instanceof Lstm
  const letters = isLstm ? 'ifgo' : layer instanceof Gru ? 'rzn' : ''
  if (api === 'nnx' && (!isLstm || lstm === 'OptimizedLSTMCell')) {
    return [
      { name: 'dense_i.kernel', source: 'weightIh' },
      { name: 'dense_h.kernel', source: 'weightHh' },
      isLstm ? { name: 'dense_h.bias', source: 'biasHh' } : { name: 'dense_i.bias', source: 'biasIh' },
    ]
  }
  if (letters === '') {
    return [
      { name: 'i.kernel', source: 'weightIh' },
      { name: 'i.bias', source: 'biasIh' },
      { name: 'h.kernel', source: 'weightHh' },
    ]
  }
  // `if` is a word of Python's.
  const input = (letter: string): string => (api === 'nnx' && letter === 'f' ? 'if_' : `i${letter}`)
  return [...letters].flatMap((letter, gate): Site[] => [
    { name: `${input(letter)}.kernel`, source: 'weightIh', gate },
    { name: `h${letter}.kernel`, source: 'weightHh', gate },
    ...(isLstm ? [] : [{ name: `i${letter}.bias`, source: 'biasIh' as const, gate }]),
    ...(isLstm || letter === 'n' ? [{ name: `h${letter}.bias`, source: 'biasHh' as const, gate }] : []),
  ])
}

/** The kernels and biases of one layer in one direction. */
export function cellLayout(
  layer: AnyRecurrent,
  cell: Cell<boolean>,
  suffix: string,
  flax: Interface,
): Layout {
  const { label, units, useBias } = layer
  if (cell.weightHr !== undefined) {
    throw new RangeError(message(label, 'a recurrent layer as Flax has it', 'a projection of the state'))
  }
  if (!useBias) throw new RangeError(message(label, 'a recurrent layer as Flax has it', 'one without biases'))
  const sites = sitesOf(layer, flax)
  const parameter = (source: Site['source']): Parameter => {
    const found = cell[source]
    if (found === undefined) throw new TypeError(message(label, source, 'none'))
    return found
  }
  const pieces = sites.map(({ name, source, gate }): Piece => {
    const rows = (): Tensor => {
      const { data } = parameter(source)
      return gate === undefined ? data : data.slice([gate * units, (gate + 1) * units])
    }
    const isKernel = source === 'weightIh' || source === 'weightHh'
    return {
      name,
      read: () => {
        if (!isKernel) checkAbsent(parameter('biasIh'), parameter('biasHh'), sites, units)
        return isKernel ? rows().permute(1, 0) : rows()
      },
    }
  })
  return { pieces, back: (values) => fromPieces(sites, values, units, suffix) }
}

/** Throws unless the biases that Flax has not are 0. */
function checkAbsent(biasIh: Parameter, biasHh: Parameter, sites: readonly Site[], units: number): void {
  for (const [source, { data, path }] of [['biasIh', biasIh] as const, ['biasHh', biasHh] as const]) {
    const own = sites.filter((site) => site.source === source)
    if (own.some(({ gate }) => gate === undefined)) continue
    const gates = data.size / units
    for (let gate = 0; gate < gates; gate++) {
      if (own.some((site) => site.gate === gate)) continue
      if (
        data
          .slice([gate * units, (gate + 1) * units])
          .eq(0)
          .all()
          .item()
      )
        continue
      const cure = 'add it to the other bias, and set it to 0'
      throw new RangeError(message(path, 'zeros, as Flax has one bias for both sums', 'other values', cure))
    }
  }
}

/** Our four parameters, of the pieces; what Flax has not is 0. */
function fromPieces(sites: readonly Site[], values: Values, units: number, suffix: string): Values {
  const kernels = (['weightIh', 'weightHh'] as const).map((source) => {
    const parts = sites.flatMap((site) => (site.source === source ? [values[site.name]] : []))
    const known = parts.filter((part) => part !== undefined)
    return [
      `${source}${suffix}`,
      concat(
        known.map((part) => part.permute(1, 0)),
        0,
      ),
    ] as const
  })
  const some = kernels[0]?.[1] ?? raise()
  const rows = some.shape[0] ?? 0
  const biases = (['biasIh', 'biasHh'] as const).map((source) => {
    const own = sites.filter((site) => site.source === source)
    const [only] = own
    const whole = only !== undefined && only.gate === undefined ? values[only.name] : undefined
    if (whole !== undefined) return [`${source}${suffix}`, whole] as const
    const zero = (): Tensor => some.backend.zeros([units], { dtype: some.dtype })
    const parts = Array.from({ length: rows / units }, (_, gate) => {
      const site = own.find((each) => each.gate === gate)
      return (site && values[site.name]) ?? zero()
    })
    return [`${source}${suffix}`, concat(parts, 0)] as const
  })
  return Object.fromEntries([...kernels, ...biases])
}

function raise(): never {
  throw new TypeError('a cell without kernels')
}
