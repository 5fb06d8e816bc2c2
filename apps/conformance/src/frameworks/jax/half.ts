import { normal, truncatedNormal, uniform } from '@nn/random/jax'
import type { ArgReader } from '../../golden/args.ts'
import { present } from '../../golden/present.ts'
import { type FloatArray, floatType, product } from './array.ts'
import { fansOf, MODES } from './fans.ts'
import type { InitCall, JaxInitializer } from './initializers.ts'

/** The standard deviation of the standard normal law cut to ±2. */
const CUT_STD = 0.87962566103423978

/** What a call of `variance_scaling` is told. */
type Scaling = readonly [scale: number, mode: string, law: string]

/** Draws with a law of unit size, then each value by a factor, both rounded to the type. */
function scaled(values: FloatArray, factor: number, round: (x: number) => number): FloatArray {
  return values.map((value) => round(value * round(factor)))
}

function draw(
  { key, shape, dtype }: InitCall,
  law: string,
  cut: { low?: number; high?: number } = {},
): FloatArray {
  const { create, half } = floatType(dtype)
  const out = create(product(shape))
  if (law === 'uniform') return uniform(key, out, { low: -1, ...half })
  return law === 'normal' ? normal(key, out, half) : truncatedNormal(key, out, { ...cut, ...half })
}

/** `variance_scaling`, each step rounded to the type. */
function scaling(args: ArgReader, call: InitCall, [scale, mode, law]: Scaling): FloatArray {
  const { round } = floatType(call.dtype)
  const { fanIn, fanOut } = present(fansOf(args, call.shape), 'fans')
  const size = {
    fanIn,
    fanOut,
    fanAvg: (fanIn + fanOut) / 2,
    fanGeoAvg: Math.sqrt(fanIn * fanOut),
  }[present(MODES[mode], mode)]
  const variance = round(scale / size)
  const std = round(Math.sqrt(law === 'uniform' ? round(3 * variance) : variance))
  return scaled(draw(call, law), law === 'truncated_normal' ? std / round(CUT_STD) : std, round)
}

const named =
  (...known: Scaling): JaxInitializer =>
  (args, call) =>
    scaling(args, call, known)

const filled = ({ shape, dtype }: InitCall, value: number): FloatArray => {
  const { create, round } = floatType(dtype)
  return create(product(shape)).fill(round(value))
}

/** JAX's initializers in half types. */
export const HALF_INITIALIZERS: Readonly<Record<string, JaxInitializer>> = {
  zeros: (_, call) => filled(call, 0),
  ones: (_, call) => filled(call, 1),
  constant: (args, call) => filled(call, args.number('value', Number.NaN)),
  uniform: (args, { key, shape, dtype }) => {
    const { create, half, round } = floatType(dtype)
    return scaled(uniform(key, create(product(shape)), half), args.number('scale', 0.01), round)
  },
  normal: (args, call) =>
    scaled(draw(call, 'normal'), args.number('stddev', 0.01), floatType(call.dtype).round),
  truncated_normal: (args, call) => {
    const cut = { low: args.number('lower', -2), high: args.number('upper', 2) }
    const values = draw(call, 'truncated_normal', cut)
    return scaled(values, args.number('stddev', 0.01), floatType(call.dtype).round)
  },
  variance_scaling: (args, call) => {
    const law = args.take('distribution', 'normal')
    return scaling(args, call, [args.number('scale', Number.NaN), args.take('mode', ''), law])
  },
  glorot_uniform: named(1, 'fan_avg', 'uniform'),
  xavier_uniform: named(1, 'fan_avg', 'uniform'),
  glorot_normal: named(1, 'fan_avg', 'truncated_normal'),
  xavier_normal: named(1, 'fan_avg', 'truncated_normal'),
  lecun_uniform: named(1, 'fan_in', 'uniform'),
  lecun_normal: named(1, 'fan_in', 'truncated_normal'),
  he_uniform: named(2, 'fan_in', 'uniform'),
  kaiming_uniform: named(2, 'fan_in', 'uniform'),
  he_normal: named(2, 'fan_in', 'truncated_normal'),
  kaiming_normal: named(2, 'fan_in', 'truncated_normal'),
}
