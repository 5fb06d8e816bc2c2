import * as nn from '@nn/layers'
import { at } from '../../golden/present.ts'
import { options, required } from './arguments.ts'
import type { CreateLayer } from './runnable.ts'

const SHARED = {
  inUnits: 'input_size',
  layers: 'num_layers',
  bidirectional: 'bidirectional',
  batchFirst: 'batch_first',
  useBias: 'bias',
  dropout: 'dropout',
  dtype: 'dtype',
} as const

/** The parts of the state that are given. */
function given(parts: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

/** Recurrent layers. */
export const RECURRENT: Readonly<Record<string, CreateLayer>> = {
  RNN: (args) => {
    const names = { ...SHARED, nonlinearity: 'nonlinearity' }
    const module = new nn.Rnn(required(args, 'hidden_size'), options<nn.RnnOptions>(args, names))
    return {
      module,
      call: ({ list, named }) => {
        const { output, hidden } = module.forward(at(list, 0), given({ hidden: named.get('h0') }))
        return [output, hidden]
      },
    }
  },
  GRU: (args) => {
    const module = new nn.Gru(required(args, 'hidden_size'), options<nn.GruOptions>(args, SHARED))
    return {
      module,
      call: ({ list, named }) => {
        const { output, hidden } = module.forward(at(list, 0), given({ hidden: named.get('h0') }))
        return [output, hidden]
      },
    }
  },
  LSTM: (args) => {
    const names = { ...SHARED, projection: 'proj_size' }
    const module = new nn.Lstm(required(args, 'hidden_size'), options<nn.LstmOptions>(args, names))
    return {
      module,
      call: ({ list, named }) => {
        const state = given({ hidden: named.get('h0'), cell: named.get('c0') })
        const { output, hidden, cell } = module.forward(at(list, 0), state)
        return [output, hidden, cell]
      },
    }
  },
}
