import { cpu } from '@nn/backend-cpu'
import {
  constant,
  createRequest,
  dirac,
  eye,
  type Initializer,
  ones,
  type TorchNonlinearity,
  zeros,
} from '@nn/init'
import { type TorchDialect, torch } from '@nn/init/torch'
import type { TorchRng } from '@nn/random/torch'
import type { ArgReader } from '../../golden/args.ts'
import { present } from '../../golden/present.ts'
import { roundHalf } from '../../internals/random.ts'
import { placing } from './model/random.ts'
import { type Floats, floatOptions, floatsOf, logical, type Tensor } from './tensor.ts'

/** Fills a tensor as a function of `torch.nn.init` does and gives its elements in row-major order. */
export type TorchInit = (rng: TorchRng, target: Tensor, args: ArgReader) => Floats

export function uniform(rng: TorchRng, target: Tensor, low: number, high: number): Floats {
  return logical(rng.uniform(floatsOf(target), { low, high, ...floatOptions(target) }), target)
}

export function normal(rng: TorchRng, target: Tensor, mean: number, std: number): Floats {
  return logical(rng.normal(floatsOf(target), { mean, std, ...floatOptions(target) }), target)
}

/** A number as an element of the tensor's type. */
export function rounding(dtype: string): (x: number) => number {
  if (dtype === 'float64') return (x) => x
  if (dtype === 'float32') return Math.fround
  if (dtype !== 'bfloat16' && dtype !== 'float16')
    throw new RangeError(`expected a float dtype, got ${dtype}`)
  const round = roundHalf(dtype)
  return (x) => round(Math.fround(x))
}

/** A generator whose fills are of the tensor's type and in its memory order, which tensors here do not have. */
export function drawingInto(rng: TorchRng, target: Tensor): TorchRng {
  type Fill = (out: Floats, options: object) => Floats
  return new Proxy(rng, {
    get(_, name) {
      const method = Reflect.get(rng, name, rng) as Fill
      if (name !== 'uniform' && name !== 'normal' && name !== 'truncatedNormal') return method.bind(rng)
      return (out: Floats, options: object): Floats => {
        const stored = method.call(rng, floatsOf(target), { ...options, ...floatOptions(target) })
        out.set(logical(stored, target))
        return out
      }
    },
  })
}

/** Kaiming's options: `a` counts for leaky_relu only. */
function kaimingOptions(args: ArgReader): Parameters<TorchDialect['kaimingUniform']>[0] {
  const [slope, mode] = [args.number('a', 0), args.take('mode', 'fan_in')]
  const name = args.take('nonlinearity', 'leaky_relu')
  if (mode !== 'fan_in' && mode !== 'fan_out') throw new RangeError(`a mode that is not known: ${mode}`)
  const nonlinearity = name.replace(/_([a-z])/g, (_, letter: string) =>
    letter.toUpperCase(),
  ) as TorchNonlinearity
  return {
    mode: mode === 'fan_in' ? 'fanIn' : 'fanOut',
    nonlinearity,
    ...(nonlinearity === 'leakyRelu' ? { slope } : {}),
  }
}

/** The functions of `torch.nn.init` in the dialect. */
const FACTORIES: Readonly<Record<string, (dialect: TorchDialect, args: ArgReader) => Initializer>> = {
  uniform_: (dialect, args) => dialect.uniform({ low: args.number('a', 0), high: args.number('b', 1) }),
  normal_: (dialect, args) => dialect.normal({ mean: args.number('mean', 0), std: args.number('std', 1) }),
  trunc_normal_: (dialect, args) =>
    dialect.truncatedNormal({
      mean: args.number('mean', 0),
      std: args.number('std', 1),
      low: args.number('a', -2),
      high: args.number('b', 2),
      bounds: 'absolute',
    }),
  constant_: (_, args) => constant(args.number('val', Number.NaN)),
  ones_: () => ones(),
  zeros_: () => zeros(),
  eye_: () => eye(),
  dirac_: (_, args) => dirac({ groups: args.number('groups', 1) }),
  xavier_uniform_: (dialect, args) => dialect.xavierUniform({ gain: args.number('gain', 1) }),
  xavier_normal_: (dialect, args) => dialect.xavierNormal({ gain: args.number('gain', 1) }),
  kaiming_uniform_: (dialect, args) => dialect.kaimingUniform(kaimingOptions(args)),
  kaiming_normal_: (dialect, args) => dialect.kaimingNormal(kaimingOptions(args)),
  orthogonal_: (dialect, args) => dialect.orthogonal({ gain: args.number('gain', 1) }),
  sparse_: (dialect, args) => {
    const options = { sparsity: args.number('sparsity', Number.NaN), std: args.number('std', 0.01) }
    const places = args.take<TorchRng | undefined>('places', undefined)
    return (places ? torch({ rng: placing(dialect.rng, places) }) : dialect).sparse(options)
  },
}

function initWith(name: string): TorchInit {
  return (rng, target, args) => {
    const init = present(FACTORIES[name], 'FACTORIES')(torch({ rng: drawingInto(rng, target) }), args)
    const dtype = target.dtype === 'float64' ? 'float64' : 'float32'
    const request = createRequest({ path: name, shape: target.shape, dtype, backend: cpu })
    return init(request).toArray() as Floats
  }
}

/** The functions of `torch.nn.init` by name. */
export const INITS: Readonly<Record<string, TorchInit>> = Object.fromEntries(
  Object.keys(FACTORIES).map((name) => [name, initWith(name)]),
)
