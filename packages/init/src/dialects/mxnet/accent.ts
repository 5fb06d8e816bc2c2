import { message, showShape } from '@nn/check'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../../math/size-of.ts'
import type { Fans } from '../../parameter/fans.ts'
import type { Accent, Config, Formula, Givens } from '../accent.ts'
import { type Draw, symmetric } from '../draw.ts'
import { kaimingScale } from '../scaling-formulas.ts'

function fansOf(path: string, shape: readonly number[]): Fans {
  const [outputs, inputs, ...field] = shape
  if (outputs === undefined || inputs === undefined) {
    const expected = `${path}: expected at least 2 axes for MXNet's factor, got shape ${showShape(shape)}`
    throw new ShapeError(`${expected}; use an initializer without fans`)
  }
  return { fanIn: inputs * sizeOf(field), fanOut: outputs * sizeOf(field) }
}

type Factor = 'in' | 'out' | 'avg'

/** `Xavier(rnd_type, factor_type, magnitude)`: one number is the half-width of the uniform law and the std of the normal one. */
function xavier(law: 'uniform' | 'normal', type: Factor, magnitude: number, { fans }: Givens): Draw {
  const { fanIn, fanOut } = fans
  const factor = { in: fanIn, out: fanOut, avg: (fanIn + fanOut) / 2 }[type]
  const scale = Math.sqrt(magnitude / factor)
  return law === 'uniform' ? symmetric(scale) : { law, std: scale }
}

/** A variance, as the magnitude of either law. */
function scaled(law: 'uniform' | 'normal', type: Factor, variance: number, givens: Givens): Draw {
  return xavier(law, type, law === 'uniform' ? 3 * variance : variance, givens)
}

function kaiming(config: Config): [Factor, number] {
  return [config.mode === 'fanOut' ? 'out' : 'in', kaimingScale(config)]
}

const FACTORS = { fanIn: 'in', fanOut: 'out', fanAvg: 'avg' } as const

const formulas: Readonly<Record<string, Formula>> = {
  uniform: ({ low, high }) => ({ law: 'uniform', low, high }),
  normal: ({ mean, std }) => ({ law: 'normal', mean, std }),
  xavierUniform: ({ gain }, givens) => scaled('uniform', 'avg', gain ** 2, givens),
  xavierNormal: ({ gain }, givens) => scaled('normal', 'avg', gain ** 2, givens),
  kaimingUniform: (config, givens) => scaled('uniform', ...kaiming(config), givens),
  kaimingNormal: (config, givens) => scaled('normal', ...kaiming(config), givens),
  lecunUniform: (_, givens) => scaled('uniform', 'in', 1, givens),
  lecunNormal: (_, givens) => scaled('normal', 'in', 1, givens),
  mxnetXavier: ({ rndType, factorType, magnitude }, givens) =>
    xavier(rndType === 'uniform' ? 'uniform' : 'normal', factorType, magnitude, givens),
  msraPrelu: ({ factorType, slope = 0 }, givens) =>
    xavier('normal', factorType, 2 / (1 + slope ** 2), givens),
  varianceScaling: ({ scale, mode, distribution }, givens) => {
    if (distribution === 'truncatedNormal' || mode === 'fanGeoAvg') {
      throw new RangeError(message('mxnet.varianceScaling', 'what MXNet has', `${mode} and ${distribution}`))
    }
    return scaled(distribution, FACTORS[mode], scale, givens)
  },
}

/** MXNet stores weights as we do. */
export const ACCENT: Accent = { name: 'mxnet', fansOf, storageOf: () => undefined, formulas }
