import type { Law, ScaledLaw } from '../../catalogue/law.ts'
import { args, option, py } from '../python.ts'
import { Refusal, refuseLaw } from '../refusal.ts'
import type { Site } from '../sites.ts'

/** What one program defines for its layers. */
export class Definitions {
  /** Functions by their names. */
  readonly functions: Map<string, readonly string[]> = new Map()
  /** Layers with initializers, each the first of its class that has some. */
  readonly #partials = new Map<string, string>()

  /** A layer with the initializers that are given: by its own name where that stands for them. */
  layer(name: string, given: readonly (string | number)[], initializers: readonly string[]): string {
    if (initializers.length === 0) return `nn.${name}(${given.join(', ')})`
    const all = initializers.join(', ')
    if (!this.#partials.has(name)) this.#partials.set(name, all)
    if (this.#partials.get(name) === all) return `${name}(${given.join(', ')})`
    return `nn.${name}(${[...given, all].join(', ')})`
  }

  get partials(): readonly string[] {
    return [...this.#partials].map(([name, all]) => `${name} = partial(nn.${name}, ${all})`)
  }
}

/** The expression for a law; what JAX has no function for is defined in the program. @throws Refusal if there is no short formula. */
function initializerOf(law: Law, definitions: Definitions): string {
  switch (law.kind) {
    case 'constant':
      if (law.value === 0) return 'nn.initializers.zeros'
      return law.value === 1 ? 'nn.initializers.ones' : `nn.initializers.constant(${py(law.value)})`
    case 'uniform':
      if (law.low === 0) return `nn.initializers.uniform(${py(law.high)})`
      return define(definitions, `jax.random.uniform(key, shape, dtype, ${py(law.low)}, ${py(law.high)})`)
    case 'normal':
      if (law.mean === 0) return `nn.initializers.normal(${py(law.std)})`
      return define(definitions, `${py(law.mean)} + ${py(law.std)} * jax.random.normal(key, shape, dtype)`)
    case 'truncatedNormal': {
      const ends = [option('lower', law.low, -2), option('upper', law.high, 2)]
      if (law.mean === 0) return `nn.initializers.truncated_normal(${args(py(law.std), ...ends)})`
      const drawn = `jax.random.truncated_normal(key, ${py(law.low)}, ${py(law.high)}, shape, dtype)`
      return define(definitions, `${py(law.mean)} + ${py(law.std)} * ${drawn}`)
    }
    case 'scaled':
      return `nn.initializers.${scaled(law)}`
    case 'orthogonal':
      return `nn.initializers.orthogonal(${law.gain === 1 ? '' : py(law.gain)})`
    case 'identity':
      return define(definitions, `${law.gain === 1 ? '' : `${py(law.gain)} * `}jnp.eye(*shape, dtype=dtype)`)
    case 'product':
      return refuseLaw('JAX', 'initializer that multiplies another')
    case 'dirac':
    case 'sparse':
      return refuseLaw('JAX', law.kind)
    case 'other':
      return refuseLaw('JAX', law.name)
  }
}

/** The name of a function whose value is an expression of key, shape and dtype. */
function define({ functions }: Definitions, value: string): string {
  const lines = (name: string): string[] => [
    `def ${name}(key, shape, dtype=jnp.float32):`,
    `    return ${value}`,
  ]
  for (const [name, known] of functions) if (known[1] === lines(name)[1]) return name
  const name = functions.size === 0 ? 'init' : `init_${functions.size + 1}`
  functions.set(name, lines(name))
  return name
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['uniform 1 fanAvg', 'glorot_uniform()'],
  ['truncatedNormal 1 fanAvg', 'glorot_normal()'],
  ['uniform 2 fanIn', 'he_uniform()'],
  ['truncatedNormal 2 fanIn', 'he_normal()'],
  ['uniform 1 fanIn', 'lecun_uniform()'],
  ['truncatedNormal 1 fanIn', 'lecun_normal()'],
])
const MODES = { fanIn: 'fan_in', fanOut: 'fan_out', fanAvg: 'fan_avg', fanGeoAvg: 'fan_geo_avg' } as const
const FAMILIES = { normal: 'normal', truncatedNormal: 'truncated_normal', uniform: 'uniform' } as const

function scaled({ family, scale, mode }: ScaledLaw): string {
  const name = NAMES.get(`${family} ${scale} ${mode}`)
  return name ?? `variance_scaling(${py(scale)}, '${MODES[mode]}', '${FAMILIES[family]}')`
}

/** The arguments of a layer for its initializers. */
export function initializersOf(
  { weight, bias }: Site,
  definitions: Definitions,
  [ofWeight, ofBias]: readonly [weight: string, bias: string] = ['kernel_init', 'bias_init'],
): readonly string[] {
  if (bias?.kind === 'scaled') throw new Refusal('JAX has no fans of a bias.')
  return [
    ...(weight === undefined ? [] : [`${ofWeight}=${initializerOf(weight, definitions)}`]),
    ...(bias === undefined ? [] : [`${ofBias}=${initializerOf(bias, definitions)}`]),
  ]
}
