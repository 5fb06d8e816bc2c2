import { message, showShape } from '@nn/check'
import { concat, stack, type Tensor } from '@nn/tensor'
import type { Parameter } from '../module/parameter.ts'
import type { Cell } from '../recurrent/cell.ts'
import { Gru } from '../recurrent/gru.ts'
import { Lstm } from '../recurrent/lstm.ts'
import type { Recurrent } from '../recurrent/recurrent.ts'
import type { Layout, Values } from './layout.ts'

type AnyRecurrent = Recurrent<boolean, string>

/** What Keras calls a recurrent layer: its class, and that of its cell in the names of weights. */
export function recurrentClass(layer: AnyRecurrent): { readonly className: string; readonly cell: string } {
  if (layer instanceof Lstm) return { className: 'LSTM', cell: 'lstm_cell' }
  if (layer instanceof Gru) return { className: 'GRU', cell: 'gru_cell' }
  return { className: 'SimpleRNN', cell: 'simple_rnn_cell' }
}

/** The weights of one layer in one direction: kernels turned, and one bias for both sums, but for a GRU, which has both. */
export function cellLayout(layer: AnyRecurrent, cell: Cell<boolean>, suffix: string): Layout {
  const { className } = recurrentClass(layer)
  const { weightIh, weightHh, weightHr } = cell
  if (weightHr !== undefined) {
    throw new RangeError(
      message(layer.label, 'a recurrent layer as Keras has it', 'a projection of the state'),
    )
  }
  const gates = (value: Tensor): Tensor => (layer instanceof Gru ? swapped(value, layer.units) : value)
  return {
    className,
    names: ['kernel', 'recurrent_kernel', ...(layer.useBias ? ['bias'] : [])],
    toKeras: () => ({
      kernel: gates(weightIh.data).permute(1, 0),
      recurrent_kernel: gates(weightHh.data).permute(1, 0),
      ...biasToKeras(layer, cell, gates),
    }),
    fromKeras: ({ kernel, recurrent_kernel: recurrent, bias }) => ({
      ...(kernel && { [`weightIh${suffix}`]: gates(kernel.permute(1, 0)) }),
      ...(recurrent && { [`weightHh${suffix}`]: gates(recurrent.permute(1, 0)) }),
      ...(bias && biasFromKeras(layer, bias, suffix, gates)),
    }),
  }
}

/** A GRU's gates in Keras's order, or in ours: the first two change places. */
function swapped(value: Tensor, units: number): Tensor {
  const gate = (i: number): Tensor => value.slice([i * units, (i + 1) * units])
  return concat([gate(1), gate(0), gate(2)], 0)
}

function biasToKeras(layer: AnyRecurrent, cell: Cell<boolean>, gates: (value: Tensor) => Tensor): Values {
  const {
    biasIh,
    biasHh,
  }: { readonly biasIh?: Parameter | undefined; readonly biasHh?: Parameter | undefined } = cell
  if (biasIh === undefined || biasHh === undefined) return {}
  if (layer instanceof Gru) return { bias: stack([gates(biasIh.data), gates(biasHh.data)]) }
  if (biasHh.data.eq(0).all().item()) return { bias: biasIh.data }
  const cure = 'add it to the bias of the input, and set it to 0'
  throw new RangeError(
    message(biasHh.path, 'zeros, as Keras has one bias for both sums', 'other values', cure),
  )
}

function biasFromKeras(
  layer: AnyRecurrent,
  bias: Tensor,
  suffix: string,
  gates: (value: Tensor) => Tensor,
): Values {
  const [first, second] = [`biasIh${suffix}`, `biasHh${suffix}`]
  if (!(layer instanceof Gru)) return { [first]: bias, [second]: bias.mul(0) }
  if (bias.ndim === 2) return { [first]: gates(bias.at(0)), [second]: gates(bias.at(1)) }
  const expected = `a bias [2, ${3 * layer.units}] of a GRU that resets after its product`
  const cure = 'reset_after=False is another function'
  throw new RangeError(message(layer.label, expected, showShape(bias.shape), cure))
}
