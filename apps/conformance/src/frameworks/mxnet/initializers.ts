import type { Rng } from '@nn/random'
import type { ArgReader } from '../../args.ts'

/** What an initializer of `mx.init` fills. */
interface InitCall {
  readonly rng: Rng
  readonly shape: readonly number[]
  readonly out: Float32Array
}

type Initializer = (args: ArgReader, call: InitCall) => Float32Array

/** Fans of a weight [out, in, ...kernel]. */
function factor(shape: readonly number[], type: string): number {
  const receptive = shape.slice(2).reduce((product, size) => product * size, 1)
  const [fanIn, fanOut] = [shape[1]! * receptive, shape[0]! * receptive]
  if (type === 'avg') return (fanIn + fanOut) / 2
  if (type === 'in') return fanIn
  if (type === 'out') return fanOut
  throw new RangeError(`a factor_type that is not known: ${type}`)
}

function scaled({ rng, shape, out }: InitCall, law: string, type: string, magnitude: number): Float32Array {
  const scale = Math.sqrt(magnitude / factor(shape, type))
  if (law === 'uniform') return rng.uniform(out, { low: -scale, high: scale })
  if (law === 'gaussian') return rng.normal(out, { std: scale })
  throw new RangeError(`a rnd_type that is not known: ${law}`)
}

function bilinear({ shape, out }: InitCall): Float32Array {
  const [, , height, width] = shape as [number, number, number, number]
  const f = Math.ceil(width / 2)
  const centre = (2 * f - 1 - (f % 2)) / (2 * f)
  const tent = (k: number): number => 1 - Math.abs(k / f - centre)
  return out.map((_, i) => tent(i % width) * tent(Math.floor(i / width) % height))
}

/** Values of `mx.init` by name, as Gluon fills a weight outside of its np mode. */
export const INITIALIZERS: Readonly<Record<string, Initializer>> = {
  Uniform(args, { rng, out }) {
    const scale = args.number('scale', 0.07)
    return rng.uniform(out, { low: -scale, high: scale })
  },
  Normal: (args, { rng, out }) => rng.normal(out, { std: args.number('sigma', 0.01) }),
  Xavier: (args, call) =>
    scaled(
      call,
      args.take('rnd_type', 'uniform'),
      args.take('factor_type', 'avg'),
      args.number('magnitude', 3),
    ),
  MSRAPrelu: (args, call) =>
    scaled(call, 'gaussian', args.take('factor_type', 'avg'), 2 / (1 + args.number('slope', 0.25) ** 2)),
  Bilinear: (_, call) => bilinear(call),
  /** Gates in the order input, forget, cell, output. */
  LSTMBias: (args, { out }) => out.fill(args.number('forget_bias', 1), out.length / 4, out.length / 2),
  Zero: (_, { out }) => out,
  One: (_, { out }) => out.fill(1),
  Constant: (args, { out }) => out.fill(args.number('value', 0)),
}
