import { type Law, type ScaledLaw, type TruncatedLaw, tidy } from '../../catalogue/law.ts'
import { args, option, py } from '../python.ts'
import { Refusal, refuseLaw } from '../refusal.ts'

/** A tensor that is to be filled, and its fans, as expressions. */
export interface Target {
  readonly tensor: string
  readonly fanIn: string
  readonly fanOut: string
  /** Whether PyTorch's functions count these fans, too: they take the lengths of the two axes, whatever the tensor is for. */
  readonly isPlain: boolean
}

/** The statements that fill a tensor with a law; with PyTorch's own function where there is one. @throws Refusal if there is neither. */
export function fillOf(law: Law, target: Target): readonly string[] {
  const { tensor } = target
  switch (law.kind) {
    case 'constant':
      if (law.value === 0) return [`nn.init.zeros_(${tensor})`]
      return [law.value === 1 ? `nn.init.ones_(${tensor})` : `nn.init.constant_(${tensor}, ${py(law.value)})`]
    case 'uniform':
      return [`nn.init.uniform_(${args(tensor, py(law.low), py(law.high))})`]
    case 'normal':
      return [normal(tensor, law.mean, py(law.std))]
    case 'truncatedNormal':
      return [truncated(tensor, law)]
    case 'scaled':
      return scaled(law, target)
    case 'orthogonal':
      return [`nn.init.orthogonal_(${args(tensor, option('gain', law.gain, 1))})`]
    case 'identity':
      return [`nn.init.eye_(${tensor})`, ...times(tensor, law.gain)]
    case 'dirac':
      return [`nn.init.dirac_(${tensor})`, ...times(tensor, law.gain)]
    case 'sparse':
      return [
        `nn.init.sparse_(${args(tensor, option('sparsity', law.sparsity), option('std', law.std, 0.01))})`,
      ]
    case 'product':
      return [
        ...(law.law.kind === 'scaled' ? byFan(law.law, target) : fillOf(law.law, target)),
        ...times(tensor, law.factor),
      ]
    case 'other':
      return refuseLaw('PyTorch', law.name)
  }
}

/** The same for a bias, which has no fans, but may read the inputs of its layer. */
export function fillBias(law: Law, target: Target): readonly string[] {
  if (!['scaled', 'product', 'orthogonal', 'identity', 'dirac', 'sparse'].includes(law.kind))
    return fillOf(law, target)
  if (law.kind === 'product') return [...fillBias(law.law, target), ...times(target.tensor, law.factor)]
  if (law.kind === 'scaled' && law.mode === 'fanIn') return byFan(law, target)
  throw new Refusal('PyTorch has no law of a matrix for a bias.')
}

function normal(tensor: string, mean: number, std: string): string {
  return `nn.init.normal_(${args(tensor, option('mean', mean, 0), `std=${std}`)})`
}

function times(tensor: string, gain: number): readonly string[] {
  return gain === 1 ? [] : [`${tensor}.data *= ${py(gain)}`]
}

/** PyTorch's bounds are values. */
function truncated(tensor: string, { mean, std, low, high }: TruncatedLaw): string {
  const [a, b] = [tidy(mean + low * std), tidy(mean + high * std)]
  const given = [option('mean', mean, 0), option('std', std, 1), option('a', a, -2), option('b', b, 2)]
  return `nn.init.trunc_normal_(${args(tensor, ...given)})`
}

/** PyTorch's names of the nonlinearities in its table of gains. */
const TABLE: ReadonlyMap<string, string> = new Map([
  ['linear', 'linear'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['relu', 'relu'],
  ['leakyRelu', 'leaky_relu'],
  ['selu', 'selu'],
])

function scaled(law: ScaledLaw, target: Target): readonly string[] {
  const isOwn = target.isPlain || OWN.test(law.name)
  return (isOwn ? named(law, target.tensor) : undefined) ?? byFan(law, target)
}

/** The initializers that the dialect has PyTorch's functions for. */
const OWN = /^(xavier|kaiming|lecun)(Uniform|Normal)$/

/** Xavier's and Kaiming's functions, where a law is theirs. */
function named(
  { family, scale, mode, nonlinearity, slope }: ScaledLaw,
  tensor: string,
): string[] | undefined {
  if (family === 'truncatedNormal') return undefined
  if (mode === 'fanAvg') {
    return [`nn.init.xavier_${family}_(${args(tensor, option('gain', Math.sqrt(scale), 1))})`]
  }
  const plain = scale === 2 ? 'relu' : scale === 1 ? 'linear' : undefined
  const name = nonlinearity === undefined ? plain : TABLE.get(nonlinearity)
  if (name === undefined) {
    if (nonlinearity === undefined || mode === 'fanGeoAvg') return undefined
    throw new Refusal(`PyTorch's table of gains has no ${nonlinearity}.`)
  }
  if (mode === 'fanGeoAvg') return undefined
  const given = [
    name === 'leaky_relu' ? option('a', slope ?? 0.01) : undefined,
    mode === 'fanOut' ? "mode='fan_out'" : undefined,
    `nonlinearity='${name}'`,
  ]
  return [`nn.init.kaiming_${family}_(${args(tensor, ...given)})`]
}

/** The standard deviation of N(0, 1) cut to [-2, 2]. */
const CUT = 0.8796256610342398

function byFan({ family, scale, mode }: ScaledLaw, { tensor, fanIn, fanOut }: Target): string[] {
  const ratios = {
    fanIn: `${py(scale)} / ${fanIn}`,
    fanOut: `${py(scale)} / ${fanOut}`,
    fanAvg: `${py(2 * scale)} / (${fanIn} + ${fanOut})`,
    fanGeoAvg: `${py(scale)} / math.sqrt(${fanIn} * ${fanOut})`,
  }
  const variance = ratios[mode]
  if (family === 'normal') return [normal(tensor, 0, `math.sqrt(${variance})`)]
  if (family === 'uniform') {
    return [`bound = math.sqrt(3 * ${variance})`, `nn.init.uniform_(${tensor}, -bound, bound)`]
  }
  return [
    '# Cut at two of its deviations, it has the deviation that is asked for.',
    `std = math.sqrt(${variance}) / ${CUT}`,
    `nn.init.trunc_normal_(${tensor}, std=std, a=-2 * std, b=2 * std)`,
  ]
}
