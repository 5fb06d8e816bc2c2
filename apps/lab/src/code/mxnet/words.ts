import type { Law, ScaledLaw } from '../../catalogue/law.ts'
import { py } from '../python.ts'
import { Refusal, refuseLaw } from '../refusal.ts'

/** An initializer of `mx.init`, or the body of one's own. */
export interface MxnetInit {
  readonly expression: string
  /** The class that the program brings for it. */
  readonly definition: readonly string[]
}

const known = (expression: string): MxnetInit => ({ expression: `init.${expression}`, definition: [] })

/** MXNet's word for a law. @throws Refusal if it has none. */
export function initializerOf(law: Law): MxnetInit {
  switch (law.kind) {
    case 'constant':
      if (law.value === 0) return known('Zero()')
      return known(law.value === 1 ? 'One()' : `Constant(${py(law.value)})`)
    case 'uniform':
      if (law.low === -law.high) return known(`Uniform(${py(law.high)})`)
      return own(`mx.nd.random.uniform(${py(law.low)}, ${py(law.high)}, out=arr)`)
    case 'normal':
      if (law.mean === 0) return known(`Normal(${py(law.std)})`)
      return own(`mx.nd.random.normal(${py(law.mean)}, ${py(law.std)}, out=arr)`)
    case 'scaled':
      return known(scaled(law))
    case 'orthogonal':
      return known(`Orthogonal(scale=${py(law.gain)}, rand_type='normal')`)
    case 'truncatedNormal':
    case 'identity':
    case 'dirac':
    case 'sparse':
      return refuseLaw('MXNet', law.kind)
    case 'product':
      return refuseLaw('MXNet', 'initializer that multiplies another')
    case 'other':
      return refuseLaw('MXNet', law.name)
  }
}

function own(fill: string): MxnetInit {
  return {
    expression: 'Drawn()',
    definition: [
      'class Drawn(init.Initializer):',
      '    def _init_weight(self, name, arr):',
      `        ${fill}`,
    ],
  }
}

const FACTORS = { fanIn: 'in', fanOut: 'out', fanAvg: 'avg' } as const

/** `Xavier`, whose magnitude is the numerator of the variance, three times it of the uniform law. */
function scaled({ family, scale, mode }: ScaledLaw): string {
  if (family === 'truncatedNormal') throw new Refusal('MXNet has no normal law that is cut.')
  if (mode === 'fanGeoAvg') throw new Refusal('MXNet has no geometric mean of the fans.')
  const isUniform = family === 'uniform'
  const magnitude = Number((isUniform ? 3 * scale : scale).toPrecision(15))
  if (isUniform && mode === 'fanAvg' && magnitude === 3) return 'Xavier()'
  return `Xavier('${isUniform ? 'uniform' : 'gaussian'}', '${FACTORS[mode]}', ${py(magnitude)})`
}
