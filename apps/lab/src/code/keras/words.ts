import type { Law, ScaledLaw } from '../../catalogue/law.ts'
import { args, option, py } from '../python.ts'
import { Refusal, refuseLaw } from '../refusal.ts'
import type { Site } from '../sites.ts'

/** The expression for a law, a name or an object of `keras.initializers`. @throws Refusal if Keras has none. */
function initializerOf(law: Law): string {
  switch (law.kind) {
    case 'constant':
      if (law.value === 0) return "'zeros'"
      return law.value === 1 ? "'ones'" : `initializers.Constant(${py(law.value)})`
    case 'uniform':
      return `initializers.RandomUniform(${py(law.low)}, ${py(law.high)})`
    case 'normal':
      return `initializers.RandomNormal(${args(option('mean', law.mean, 0), option('stddev', law.std, 0.05))})`
    case 'truncatedNormal':
      if (law.low !== -2 || law.high !== 2)
        throw new Refusal('Keras cuts normal laws at two deviations alone.')
      return `initializers.TruncatedNormal(${args(option('mean', law.mean, 0), option('stddev', law.std, 0.05))})`
    case 'scaled':
      return scaled(law)
    case 'orthogonal':
      return law.gain === 1 ? "'orthogonal'" : `initializers.Orthogonal(${py(law.gain)})`
    case 'identity':
      return law.gain === 1 ? "'identity'" : `initializers.Identity(${py(law.gain)})`
    case 'product':
      return refuseLaw('Keras', 'initializer that multiplies another')
    case 'dirac':
    case 'sparse':
      return refuseLaw('Keras', law.kind)
    case 'other':
      return refuseLaw('Keras', law.name)
  }
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['uniform 1 fanAvg', 'glorot_uniform'],
  ['truncatedNormal 1 fanAvg', 'glorot_normal'],
  ['uniform 2 fanIn', 'he_uniform'],
  ['truncatedNormal 2 fanIn', 'he_normal'],
  ['uniform 1 fanIn', 'lecun_uniform'],
  ['truncatedNormal 1 fanIn', 'lecun_normal'],
])
const MODES = { fanIn: 'fan_in', fanOut: 'fan_out', fanAvg: 'fan_avg' } as const
const FAMILIES = {
  normal: 'untruncated_normal',
  truncatedNormal: 'truncated_normal',
  uniform: 'uniform',
} as const

function scaled({ family, scale, mode }: ScaledLaw): string {
  if (mode === 'fanGeoAvg') throw new Refusal('Keras has no geometric mean of the fans.')
  const name = NAMES.get(`${family} ${scale} ${mode}`)
  if (name !== undefined) return `'${name}'`
  return `initializers.VarianceScaling(${py(scale)}, '${MODES[mode]}', '${FAMILIES[family]}')`
}

/** The arguments of a layer for its initializers, in the order in which they take seeds. */
export function initializersOf(
  { weight, bias }: Site,
  [ofWeight, ofBias]: readonly [weight: string, bias: string] = ['kernel_initializer', 'bias_initializer'],
): readonly string[] {
  if (bias?.kind === 'scaled') throw new Refusal('Keras takes the length of a bias for its fans.')
  const forWeight = weight === undefined ? undefined : initializerOf(weight)
  const forBias = bias === undefined ? undefined : initializerOf(bias)
  // An object is made, and takes its seed, before the layer makes one of a name: so that the kernel's is the first, it is an object, too.
  const isLate = ofWeight === 'kernel_initializer' && forBias !== undefined && bias?.kind !== 'constant'
  const first = isLate ? objectOf(forWeight ?? "'glorot_uniform'") : forWeight
  return [
    ...(first === undefined ? [] : [`${ofWeight}=${first}`]),
    ...(forBias === undefined ? [] : [`${ofBias}=${forBias}`]),
  ]
}

/** The object of a name, such as `GlorotUniform()`. */
function objectOf(initializer: string): string {
  const [, name] = /^'(\w+)'$/.exec(initializer) ?? []
  if (name === undefined) return initializer
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `initializers.${words.join('')}()`
}
