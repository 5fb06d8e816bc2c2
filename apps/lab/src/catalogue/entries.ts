import type { Entry, Group, Option } from './option.ts'
import { choice, flag, gain, number, required, std } from './options.ts'

const entry = (name: string, ...options: readonly Option[]): Entry => ({ name, options })

const LINEAR = [-2, 2, 0.01] as const
const BOUND = [-4, 4, 0.1] as const
/** What `gain` of `@nn/init` knows; the first is the default. */
const NONLINEARITIES = [
  ...[
    'relu',
    'linear',
    'leakyRelu',
    'gelu',
    'geluTanh',
    'quickGelu',
    'silu',
    'mish',
    'elu',
    'celu',
    'selu',
    'tanh',
  ],
  ...[
    'sigmoid',
    'softplus',
    'softsign',
    'hardswish',
    'hardsigmoid',
    'hardtanh',
    'relu6',
    'reluSquared',
    'sin',
  ],
  ...['gaussian', 'abs'],
]
const kaiming = [
  choice('mode', ['fanIn', 'fanOut']),
  choice('nonlinearity', NONLINEARITIES),
  number('slope', [-1, 1, 0.01]),
  number('gain', [0.05, 3, 0.05]),
]
const FACTOR_TYPES = ['avg', 'in', 'out']
const WINDOWS = [
  ...['hann', 'hamming', 'blackman', 'nuttall', 'blackmanharris', 'flattop', 'boxcar', 'bartlett', 'triang'],
  ...['cosine', 'barthann', 'bohman', 'parzen', 'tukey', 'lanczos', 'exponential'],
]

/** What a composition can be made of, with its own defaults. */
export const INNER: readonly string[] = [
  ...[
    'normal',
    'uniform',
    'truncatedNormal',
    'xavierUniform',
    'xavierNormal',
    'kaimingUniform',
    'kaimingNormal',
  ],
  ...['lecunNormal', 'orthogonal', 'ones', 'zeros'],
]
/** Parts of a packed weight that has them: of attention here; an initializer says what there is elsewhere. */
const BLOCKS = ['query', 'key', 'value']

/** Functions of values that `mapped` can be tried with. */
export const MAPPINGS = ['abs', 'sign', 'square', 'round'] as const

/** Every initializer of `@nn/init`, and the recipes that some network here takes. */
export const GROUPS: readonly Group[] = [
  {
    title: 'by the fans',
    entries: [
      entry('xavierUniform', gain),
      entry('xavierNormal', gain),
      entry('xavierTruncatedNormal', gain),
      entry('kaimingUniform', ...kaiming),
      entry('kaimingNormal', ...kaiming),
      entry('kaimingTruncatedNormal', ...kaiming),
      entry('lecunUniform'),
      entry('lecunNormal'),
      entry('lecunTruncatedNormal'),
      entry('glorotUniform'),
      entry('glorotNormal'),
      entry('heUniform'),
      entry('heNormal'),
      entry(
        'varianceScaling',
        number('scale', [0.05, 4, 0.05], 1),
        choice('mode', ['fanIn', 'fanOut', 'fanAvg', 'fanGeoAvg']),
        choice('distribution', ['normal', 'truncatedNormal', 'uniform']),
        number('low', BOUND, -2),
        number('high', BOUND, 2),
      ),
      entry(
        'mxnetXavier',
        choice('rndType', ['uniform', 'gaussian']),
        choice('factorType', FACTOR_TYPES),
        number('magnitude', [0.1, 6, 0.1], 3),
      ),
      entry('msraPrelu', choice('factorType', FACTOR_TYPES), number('slope', [-1, 1, 0.05], 0.25)),
      entry('siren', flag('first'), number('omega', [1, 60, 1], 30)),
      entry('spectral', gain),
    ],
  },
  {
    title: 'fixed numbers and laws',
    entries: [
      entry('zeros'),
      entry('ones'),
      entry('constant', required('value', LINEAR, 0.1)),
      entry('uniform', number('low', LINEAR, 0), number('high', LINEAR, 1)),
      entry('normal', number('mean', LINEAR, 0), std(1)),
      entry(
        'truncatedNormal',
        number('mean', LINEAR, 0),
        std(1),
        number('low', BOUND, -2),
        number('high', BOUND, 2),
        choice('bounds', ['std', 'absolute']),
      ),
      entry('sparse', required('sparsity', [0, 1, 0.05], 0.9), std(0.01), choice('along', ['column', 'row'])),
      entry('priorBias', required('probability', [0.01, 0.99, 0.01], 0.01)),
      entry('nan'),
    ],
  },
  {
    title: 'matrices and kernels',
    entries: [
      entry('orthogonal', gain),
      entry('deltaOrthogonal', gain),
      entry('orthogonalConv', gain),
      entry('eye', gain, number('shift', [-8, 8, 1], 0), flag('batched')),
      entry('irnn', gain),
      entry('dirac', gain, number('groups', [1, 8, 1])),
      entry('hadamard', gain),
      entry('zerO'),
      entry('bilinear', choice('channels', ['same', 'all'])),
      entry('mxnetBilinear'),
      entry(
        'stft',
        { ...choice('side', ['real', 'imag']), isRequired: true },
        choice('window', WINDOWS),
        choice('scaling', ['density', 'spectrum']),
        flag('periodic'),
      ),
      entry('lstmBias', number('forget', [-2, 2, 0.1], 1)),
      entry('chrono', required('maxTime', [3, 100, 1], 30)),
    ],
  },
  {
    title: 'made of others',
    entries: [
      entry('masked', { ...choice('init', INNER), isRequired: true }, number('keep', [0, 1, 0.05], 0.5)),
      entry('scaled', { ...choice('init', INNER), isRequired: true }, required('factor', LINEAR, 0.5)),
      entry(
        'mapped',
        { ...choice('init', INNER), isRequired: true },
        { ...choice('fn', MAPPINGS), isRequired: true },
      ),
      entry(
        'byBlock',
        { ...choice('block', BLOCKS), isRequired: true },
        { ...choice('init', INNER, 'orthogonal'), isRequired: true },
        { ...choice('otherwise', INNER, 'xavierUniform'), isRequired: true },
      ),
      // Of the same network, started by its layers' defaults from this seed.
      entry('fromCheckpoint', required('seed', [0, 2 ** 32 - 1, 1], 0)),
    ],
  },
]

const layers = number('layers', [1, 100, 1])

/** Laws for the whole network, which the weights' choice can be. */
export const RECIPES: Group = {
  title: 'recipes for the whole network',
  entries: [
    entry('gpt2', std(0.02), layers),
    entry('beit', std(0.02)),
    entry('fixup', choice('mode', ['fanOut', 'fanIn']), layers),
    entry('tFixup'),
    entry('deepNorm'),
    entry('subLn'),
    entry('smallInit', number('units', [1, 1024, 1]), layers),
    entry('unitScaling'),
    entry('zeroLast'),
  ],
}

const INITIALIZER_BY_NAME = byName(GROUPS)
const RECIPE_BY_NAME = byName([RECIPES])

/** The entry of an initializer; undefined if there is none of the name. */
export function initializerEntry(name: string): Entry | undefined {
  return INITIALIZER_BY_NAME.get(name)
}

/** The entry of a recipe; undefined if there is none of the name. */
export function recipeEntry(name: string): Entry | undefined {
  return RECIPE_BY_NAME.get(name)
}

function byName(groups: readonly Group[]): ReadonlyMap<string, Entry> {
  return new Map(groups.flatMap(({ entries }) => entries.map((one) => [one.name, one] as const)))
}
