import { calculateGain, constant_, dirac_, eye_, ones_, type TorchNonlinearity, zeros_ } from '@nn/init'
import { type TorchDialect, torch } from '@nn/init/torch'
import { camelCase } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { bind } from '../../../python/bind.ts'
import { raised } from '../../../python/errors.ts'
import type { Callable } from '../../../python/objects.ts'
import { isNumber, text } from '../../../python/values.ts'
import { isHalf, roundingTo } from './dtypes.ts'
import { placing } from './random.ts'
import type { TorchSession } from './session.ts'
import { heldBy } from './tensor.ts'
import { rngOf } from './tensor-methods.ts'

type Numbers = Readonly<Record<string, number>>

/** An initializer: what it takes after the tensor, with the defaults, and how it is drawn in the dialect. */
interface Init {
  readonly takes: Readonly<Record<string, unknown>>
  /** Fewest axes. */
  readonly least?: number
  run(dialect: TorchDialect, tensor: Tensor, given: Readonly<Record<string, unknown>>): unknown
}

function numbers(given: Readonly<Record<string, unknown>>): Numbers {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (!isNumber(value)) throw raised('TypeError', `${name} must be a number`)
      return [name, Number(value)]
    }),
  )
}

const NONLINEARITIES: readonly TorchNonlinearity[] = [
  ...(['linear', 'conv1d', 'conv2d', 'conv3d', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'selu'] as const),
  ...(['convTranspose1d', 'convTranspose2d', 'convTranspose3d'] as const),
]

/** A nonlinearity of PyTorch's table. */
function nonlinearityOf(given: unknown): TorchNonlinearity {
  const found = NONLINEARITIES.find((name) => name === camelCase(text(given)))
  if (found === undefined) throw raised('ValueError', `Unsupported nonlinearity ${text(given)}`)
  return found
}

/** Kaiming's options: `a` counts for leaky_relu alone. */
function kaiming({
  a,
  mode,
  nonlinearity,
}: Readonly<Record<string, unknown>>): Parameters<TorchDialect['kaimingNormal']>[0] {
  const name = nonlinearityOf(nonlinearity)
  if (mode !== 'fan_in' && mode !== 'fan_out') throw raised('ValueError', `Mode ${text(mode)} not supported`)
  return {
    mode: mode === 'fan_in' ? 'fanIn' : 'fanOut',
    nonlinearity: name,
    ...(name === 'leakyRelu' ? { slope: Number(a) } : {}),
  }
}

const KAIMING = { a: 0, mode: 'fan_in', nonlinearity: 'leaky_relu' }

const INITS: Readonly<Record<string, Init>> = {
  uniform_: {
    takes: { a: 0, b: 1 },
    run: (dialect, tensor, { a, b }) => dialect.uniform_(tensor, { low: Number(a), high: Number(b) }),
  },
  normal_: {
    takes: { mean: 0, std: 1 },
    run: (dialect, tensor, given) => dialect.normal_(tensor, numbers(given)),
  },
  trunc_normal_: {
    takes: { mean: 0, std: 1, a: -2, b: 2 },
    run: (dialect, tensor, { mean, std, a, b }) =>
      dialect.truncatedNormal_(tensor, {
        mean: Number(mean),
        std: Number(std),
        low: Number(a),
        high: Number(b),
      }),
  },
  xavier_uniform_: {
    least: 2,
    takes: { gain: 1 },
    run: (dialect, tensor, given) => dialect.xavierUniform_(tensor, numbers(given)),
  },
  xavier_normal_: {
    least: 2,
    takes: { gain: 1 },
    run: (dialect, tensor, given) => dialect.xavierNormal_(tensor, numbers(given)),
  },
  kaiming_uniform_: {
    least: 2,
    takes: KAIMING,
    run: (dialect, tensor, given) => dialect.kaimingUniform_(tensor, kaiming(given)),
  },
  kaiming_normal_: {
    least: 2,
    takes: KAIMING,
    run: (dialect, tensor, given) => dialect.kaimingNormal_(tensor, kaiming(given)),
  },
  orthogonal_: {
    least: 2,
    takes: { gain: 1 },
    run: (dialect, tensor, given) => dialect.orthogonal_(tensor, numbers(given)),
  },
  sparse_: {
    least: 2,
    takes: { sparsity: undefined, std: 0.01 },
    run: (dialect, tensor, { sparsity, std }) =>
      dialect.sparse_(tensor, { sparsity: Number(sparsity), std: Number(std) }),
  },
  eye_: { least: 2, takes: {}, run: (_, tensor) => eye_(tensor) },
  dirac_: { least: 3, takes: { groups: 1 }, run: (_, tensor, given) => dirac_(tensor, numbers(given)) },
  ones_: { takes: {}, run: (_, tensor) => ones_(tensor) },
  zeros_: { takes: {}, run: (_, tensor) => zeros_(tensor) },
}

/** Runs an initializer on a tensor of the program. */
function initialize(
  session: TorchSession,
  self: unknown,
  init: Init,
  given: Readonly<Record<string, unknown>>,
): unknown {
  const { data, type } = heldBy(self)
  const { generator = null, ...rest } = given
  if (data.ndim < (init.least ?? 0)) throw raised('ValueError', 'fewer dimensions than the initializer takes')
  if (!data.isContiguous) throw new TypeError('an initializer of a view with gaps is not read')
  // The places of a sparse matrix's zeros come from the global generator, whatever draws its normals.
  const own = rngOf(session, generator)
  const drawing = init === INITS.sparse_ && generator !== null ? placing(own, session.rng) : own
  const dialect =
    generator === null
      ? session.dialectOf(type)
      : torch({ rng: drawing, ...(isHalf(type) && { dtype: type }) })
  init.run(dialect, data, { ...init.takes, ...rest })
  return self
}

/** The functions of `torch.nn.init`. */
export function initModule(session: TorchSession): Record<string, Callable> {
  const functions = Object.entries(INITS).map(([name, init]) => {
    const names = ['tensor', ...Object.keys(init.takes), 'generator']
    const call: Callable = (positional, keywords) => {
      const { tensor, ...given } = bind(names, positional, keywords)
      return initialize(session, tensor, init, given)
    }
    return [name, call] as const
  })
  const constant: Callable = (positional, keywords) => {
    const { tensor, val } = bind(['tensor', 'val'], positional, keywords)
    const { data, type } = heldBy(tensor)
    constant_(data, roundingTo(type)(Number(val)))
    return tensor
  }
  const gain: Callable = (positional, keywords) => {
    const { nonlinearity, param = null } = bind(['nonlinearity', 'param'], positional, keywords)
    const name = nonlinearityOf(nonlinearity)
    return name === 'leakyRelu' && param !== null ? calculateGain(name, Number(param)) : calculateGain(name)
  }
  const fans: Callable = ([tensor]) => {
    const [outputs = 0, inputs = 0, ...field] = heldBy(tensor).data.shape
    const size = field.reduce((product, length) => product * length, 1)
    return Object.freeze([inputs * size, outputs * size])
  }
  return {
    ...Object.fromEntries(functions),
    constant_: constant,
    calculate_gain: gain,
    _calculate_fan_in_and_fan_out: fans,
    // Names of old, which PyTorch still has.
    ...Object.fromEntries(
      functions
        .filter(([name]) => /^(uniform|normal|xavier|kaiming|orthogonal|sparse|eye|dirac)/.test(name))
        .map(([name, call]) => [name.slice(0, -1), call]),
    ),
  }
}
