import { getAttribute } from '../../../python/attributes.ts'
import { method, type PyClass, type PyObject, PyProperty, tuple } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { lengthsOf, like, shapeOf } from '../../jax/programs/array.ts'
import { LECUN_NORMAL, ONES, ORTHOGONAL, ZEROS } from '../../jax/programs/initializers.ts'
import { filled, NUMPY } from '../../jax/programs/numpy.ts'
import { CONV, DENSE } from './linear.ts'
import { layer, REQUIRED } from './module.ts'

type Get = (field: string) => unknown

const GATES = { gate_fn: null, activation_fn: null }
const INITS = { kernel_init: LECUN_NORMAL, recurrent_kernel_init: ORTHOGONAL, bias_init: ZEROS }
const COMMON = { dtype: null, param_dtype: 'float32', carry_init: ZEROS }

/** The states that a cell starts from. */
function starts(count: number): Readonly<Record<string, unknown>> {
  const initialize = method((self, [, shape]) => {
    const lead = (shape as readonly number[]).slice(0, -1)
    const state = (): unknown => filled([...lead, Number(self.attributes.get('features'))], 0, 'float32')
    return count === 1 ? state() : tuple([state(), state()])
  })
  return { initialize_carry: initialize, num_feature_axes: 1 }
}

function checkAxes(self: PyObject, x: unknown): void {
  const axes = lengthsOf(self.attributes.get('kernel_size')).length
  if (shapeOf(x).length < axes + 1) throw new RangeError('ConvLSTMCell: an input without its axes')
}

/** A Dense of a cell, by its name. */
function dense(
  get: Get,
  name: string,
  x: unknown,
  given: { readonly bias: boolean; readonly isOfState: boolean },
): unknown {
  const fields = {
    features: get('features'),
    use_bias: given.bias,
    param_dtype: get('param_dtype'),
    kernel_init: get(given.isOfState ? 'recurrent_kernel_init' : 'kernel_init'),
    bias_init: get('bias_init'),
    name,
  }
  return call(call(DENSE, [], fields), [x])
}

function lstm(get: Get, carry: unknown, x: unknown): unknown {
  const [c, h] = carry as readonly unknown[]
  for (const gate of 'ifgo') {
    dense(get, `i${gate}`, x, { bias: false, isOfState: false })
    dense(get, `h${gate}`, h, { bias: true, isOfState: true })
  }
  return tuple([tuple([c, h]), h])
}

const LSTM = { features: REQUIRED, ...GATES, ...INITS, ...COMMON }

/** `nn.RNN(cell)(x)`: the cell at one step gives the results of all. */
function overSteps(
  _: PyObject,
  get: Get,
  [x]: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): unknown {
  const cell = get('cell') as PyObject
  const isTimeMajor = (keywords.time_major ?? get('time_major')) === true
  const shape = shapeOf(x)
  const features = Number(getAttribute(cell, 'num_feature_axes'))
  const time = isTimeMajor ? 0 : shape.length - features - 1
  const step = like(
    x,
    shape.filter((_, axis) => axis !== time),
  )
  const start =
    keywords.initial_carry ?? call(cell.type.find('initialize_carry'), [cell, null, shapeOf(step)])
  const [carry, y] = call(cell, [start, step]) as readonly unknown[]
  const result = [...shapeOf(y)]
  result.splice(time, 0, shape[time] ?? 0)
  const output = like(y, result)
  return (keywords.return_carry ?? get('return_carry')) === true ? tuple([carry, output]) : output
}

/** Two results one behind the other, or as the program merges them. */
function merged(merge: unknown, a: unknown, b: unknown): unknown {
  if (merge !== null && merge !== undefined) return call(merge, [a, b])
  return call(NUMPY.concatenate, [[a, b], -1])
}

export const RECURRENT: Readonly<Record<string, PyClass>> = {
  LSTMCell: layer('LSTMCell', LSTM, (_, get, [carry, x]) => lstm(get, carry, x), starts(2)),
  OptimizedLSTMCell: layer('OptimizedLSTMCell', LSTM, (_, get, [carry, x]) => lstm(get, carry, x), starts(2)),
  GRUCell: layer(
    'GRUCell',
    { features: REQUIRED, ...GATES, ...INITS, ...COMMON },
    (_, get, [h, x]) => {
      for (const gate of ['r', 'z', 'n']) {
        dense(get, `i${gate}`, x, { bias: true, isOfState: false })
        dense(get, `h${gate}`, h, { bias: gate === 'n', isOfState: true })
      }
      return tuple([h, h])
    },
    starts(1),
  ),
  SimpleCell: layer(
    'SimpleCell',
    { features: REQUIRED, activation_fn: null, ...INITS, ...COMMON, residual: false },
    (_, get, [h, x]) => {
      dense(get, 'i', x, { bias: true, isOfState: false })
      dense(get, 'h', h, { bias: false, isOfState: true })
      return tuple([h, h])
    },
    starts(1),
  ),
  MGUCell: layer(
    'MGUCell',
    {
      features: REQUIRED,
      ...GATES,
      kernel_init: LECUN_NORMAL,
      recurrent_kernel_init: ORTHOGONAL,
      forget_bias_init: ONES,
      activation_bias_init: ZEROS,
      ...COMMON,
      reset_gate: true,
    },
    (_, get, [h, x]) => {
      const withBias =
        (name: string): Get =>
        (field) =>
          get(field === 'bias_init' ? name : field)
      dense(withBias('forget_bias_init'), 'if', x, { bias: true, isOfState: false })
      dense(get, 'hf', h, { bias: false, isOfState: true })
      const activation = withBias('activation_bias_init')
      dense(activation, 'hn', h, { bias: get('reset_gate') === true, isOfState: true })
      dense(activation, 'in', x, { bias: true, isOfState: false })
      return tuple([h, h])
    },
    starts(1),
  ),
  ConvLSTMCell: layer(
    'ConvLSTMCell',
    { features: REQUIRED, kernel_size: REQUIRED, strides: null, padding: 'SAME', use_bias: true, ...COMMON },
    (self, get, [carry, x]) => {
      const [c, h] = carry as readonly unknown[]
      const names = ['kernel_size', 'strides', 'padding', 'use_bias', 'param_dtype']
      const given = Object.fromEntries(names.map((name) => [name, get(name)]))
      for (const [name, input] of [
        ['ih', x],
        ['hh', h],
      ] as const) {
        call(call(CONV, [], { ...given, features: 4 * Number(get('features')), name }), [input])
      }
      checkAxes(self, x)
      return tuple([tuple([c, h]), h])
    },
    {
      ...starts(2),
      num_feature_axes: new PyProperty(
        ([self]) => lengthsOf((self as PyObject).attributes.get('kernel_size')).length + 1,
      ),
    },
  ),
  RNN: layer(
    'RNN',
    {
      cell: REQUIRED,
      time_major: false,
      return_carry: false,
      reverse: false,
      keep_order: false,
      unroll: 1,
      variable_axes: null,
      variable_broadcast: 'params',
      variable_carry: false,
      split_rngs: null,
    },
    overSteps,
  ),
  Bidirectional: layer(
    'Bidirectional',
    { forward_rnn: REQUIRED, backward_rnn: REQUIRED, merge_fn: null, time_major: false, return_carry: false },
    (_, get, [x], keywords) => {
      const given = { ...keywords, return_carry: true, time_major: keywords.time_major ?? get('time_major') }
      const runs = ['forward_rnn', 'backward_rnn'].map(
        (name) => call(get(name), [x], given) as readonly unknown[],
      )
      const [[carry, a] = [], [other, b] = []] = runs
      const output = merged(get('merge_fn'), a, b)
      return (keywords.return_carry ?? get('return_carry')) === true
        ? tuple([tuple([carry, other]), output])
        : output
    },
  ),
}
