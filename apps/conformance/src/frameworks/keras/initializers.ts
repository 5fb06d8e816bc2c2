import { createKerasRng, type KerasBackend, type KerasRng } from '@nn/random/keras'
import type { ArgReader } from '../../args.ts'
import { product } from '../jax/array.ts'
import { orthonormalColumns, transpose } from '../orthogonal.ts'

/** What an initializer of Keras is called with. */
interface InitCall {
  /** The stream of its seed; an integer seed starts it anew at each call. */
  readonly rng: KerasRng
  readonly shape: readonly number[]
}

export type KerasInitializer = (args: ArgReader, call: InitCall) => Float32Array

/** The standard deviation of the standard normal law cut to ±2. */
const CUT_STD = 0.87962566103423978

export function seeded(seed: number, backend: KerasBackend): KerasRng {
  return createKerasRng(seed, { backend })
}

/** Fans by the two last axes and the rest, or by the axes that the layer tells. */
function fans(args: ArgReader, shape: readonly number[]): [number, number] {
  const inputs = args.take<readonly number[] | null>('input_axes', null)
  const outputs = args.take<readonly number[] | null>('output_axes', null)
  if (inputs !== null && outputs !== null) return fansOfAxes(shape, inputs, outputs)
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1]
  const receptive = product(shape.slice(0, -2))
  return [shape.at(-2)! * receptive, shape.at(-1)! * receptive]
}

function fansOfAxes(
  shape: readonly number[],
  inputs: readonly number[],
  outputs: readonly number[],
): [number, number] {
  const size = (axes: readonly number[]) => product(axes.map((axis) => shape[axis]!))
  const receptive = product(shape) / size(inputs) / size(outputs)
  return [size(inputs) * receptive, size(outputs) * receptive]
}

function variance(args: ArgReader, call: InitCall, scale: number, mode: string, law: string): Float32Array {
  const { rng, shape } = call
  const [fanIn, fanOut] = fans(args, shape)
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode]
  if (fan === undefined) throw new RangeError(`a mode that is not known: ${mode}`)
  const share = scale / Math.max(1, fan)
  const out = new Float32Array(product(shape))
  if (law === 'uniform') {
    const limit = Math.sqrt(3 * share)
    return rng.uniform(out, { low: -limit, high: limit })
  }
  if (law === 'untruncated_normal') return rng.normal(out, { std: Math.sqrt(share) })
  if (law === 'truncated_normal' || law === 'normal')
    return rng.truncatedNormal(out, { std: Math.sqrt(share) / CUT_STD })
  throw new RangeError(`a distribution that is not known: ${law}`)
}

function fixed(scale: number, mode: string, law: string): KerasInitializer {
  return (args, call) => variance(args, call, scale, mode, law)
}

/** Rows are all axes but the last. */
function orthogonal(args: ArgReader, { rng, shape }: InitCall): Float32Array {
  const gain = args.number('gain', 1)
  const cols = shape.at(-1)!
  const rows = product(shape) / cols
  const [tall, wide] = rows > cols ? [rows, cols] : [cols, rows]
  const q = orthonormalColumns(rng.normal(new Float32Array(tall * wide)), tall, wide)
  return Float32Array.from(rows < cols ? transpose(q, tall, wide) : q, (value) => value * gain)
}

function identity(args: ArgReader, { shape }: InitCall): Float32Array {
  const gain = args.number('gain', 1)
  const cols = shape[1]!
  return Float32Array.from({ length: product(shape) }, (_, i) =>
    Math.floor(i / cols) === i % cols ? gain : 0,
  )
}

function constant(value: (args: ArgReader) => number): KerasInitializer {
  return (args, { shape }) => new Float32Array(product(shape)).fill(value(args))
}

/** `keras.initializers` by class. */
export const INITIALIZERS: Readonly<Record<string, KerasInitializer>> = {
  Zeros: constant(() => 0),
  Ones: constant(() => 1),
  Constant: constant((args) => args.number('value', 0)),
  Identity: identity,
  RandomUniform: (args, { rng, shape }) =>
    rng.uniform(new Float32Array(product(shape)), {
      low: args.number('minval', -0.05),
      high: args.number('maxval', 0.05),
    }),
  RandomNormal: (args, { rng, shape }) =>
    rng.normal(new Float32Array(product(shape)), {
      mean: args.number('mean', 0),
      std: args.number('stddev', 0.05),
    }),
  TruncatedNormal: (args, { rng, shape }) =>
    rng.truncatedNormal(new Float32Array(product(shape)), {
      mean: args.number('mean', 0),
      std: args.number('stddev', 0.05),
    }),
  VarianceScaling: (args, call) => {
    const scale = args.number('scale', 1)
    return variance(
      args,
      call,
      scale,
      args.take('mode', 'fan_in'),
      args.take('distribution', 'truncated_normal'),
    )
  },
  GlorotUniform: fixed(1, 'fan_avg', 'uniform'),
  GlorotNormal: fixed(1, 'fan_avg', 'truncated_normal'),
  HeUniform: fixed(2, 'fan_in', 'uniform'),
  HeNormal: fixed(2, 'fan_in', 'truncated_normal'),
  LecunUniform: fixed(1, 'fan_in', 'uniform'),
  LecunNormal: fixed(1, 'fan_in', 'truncated_normal'),
  Orthogonal: orthogonal,
  OrthogonalInitializer: orthogonal,
}
