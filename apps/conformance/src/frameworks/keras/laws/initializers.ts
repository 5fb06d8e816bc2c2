import { cpu } from '@nn/backend-cpu'
import {
  constant,
  createRequest,
  eye,
  type FanMode,
  type Fans,
  type Initializer,
  ones,
  zeros,
} from '@nn/init'
import { type KerasDialect, keras } from '@nn/init/keras'
import { createKerasRng, type KerasBackend, type KerasRng, tensorflowBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import type { ArgReader } from '../../../golden/args.ts'
import { at, present } from '../../../golden/present.ts'
import { product } from '../../jax/array.ts'

/** What an initializer of Keras is called with. */
interface InitCall {
  /** The stream of its seed; an integer seed starts it anew at each call. */
  readonly rng: KerasRng
  readonly shape: readonly number[]
}

type KerasInitializer = (args: ArgReader, call: InitCall) => Float32Array

export function seeded(seed: number, backend: KerasBackend): KerasRng {
  return createKerasRng(seed, { backend })
}

/** How an initializer is made: by our names, or by the dialect's, which are the same. */
type Maker = (
  names: Pick<KerasDialect, (typeof NAMES)[number]>,
  args: ArgReader,
  seed: { readonly seed?: KerasRng },
) => Initializer

const NAMES = [
  'uniform',
  'normal',
  'truncatedNormal',
  'varianceScaling',
  'xavierUniform',
  'xavierTruncatedNormal',
  'kaimingUniform',
  'kaimingTruncatedNormal',
  'lecunUniform',
  'lecunTruncatedNormal',
  'orthogonal',
] as const

const MODES: Readonly<Record<string, FanMode>> = { fan_in: 'fanIn', fan_out: 'fanOut', fan_avg: 'fanAvg' }
const DISTRIBUTIONS = {
  uniform: 'uniform',
  untruncated_normal: 'normal',
  truncated_normal: 'truncatedNormal',
  normal: 'truncatedNormal',
} as const

/** A member of a table, which has what files name. */
function known<T>(table: Readonly<Record<string, T>>, name: string, what: string): T {
  if (Object.hasOwn(table, name)) return present(table[name], 'table')
  throw new RangeError(`a ${what} that is not known: ${name}`)
}

const orthogonal: Maker = (names, args, seed) => names.orthogonal({ gain: args.number('gain', 1), ...seed })

/** `keras.initializers` by class. */
export const MAKERS: Readonly<Record<string, Maker>> = {
  Zeros: () => zeros(),
  Ones: () => ones(),
  Constant: (_, args) => constant(args.take<number | Tensor>('value', 0)),
  Identity: (_, args) => eye({ gain: args.number('gain', 1) }),
  RandomUniform: (names, args, seed) =>
    names.uniform({ low: args.number('minval', -0.05), high: args.number('maxval', 0.05), ...seed }),
  RandomNormal: (names, args, seed) =>
    names.normal({ mean: args.number('mean', 0), std: args.number('stddev', 0.05), ...seed }),
  TruncatedNormal: (names, args, seed) =>
    names.truncatedNormal({ mean: args.number('mean', 0), std: args.number('stddev', 0.05), ...seed }),
  VarianceScaling: (names, args, seed) =>
    names.varianceScaling({
      scale: args.number('scale', 1),
      mode: known(MODES, args.take('mode', 'fan_in'), 'mode'),
      distribution: known(DISTRIBUTIONS, args.take('distribution', 'truncated_normal'), 'distribution'),
      ...seed,
    }),
  GlorotUniform: (names, _, seed) => names.xavierUniform(seed),
  GlorotNormal: (names, _, seed) => names.xavierTruncatedNormal(seed),
  HeUniform: (names, _, seed) => names.kaimingUniform(seed),
  HeNormal: (names, _, seed) => names.kaimingTruncatedNormal(seed),
  LecunUniform: (names, _, seed) => names.lecunUniform(seed),
  LecunNormal: (names, _, seed) => names.lecunTruncatedNormal(seed),
  Orthogonal: orthogonal,
  OrthogonalInitializer: orthogonal,
}

/** Every initializer here gets a stream of its own: the session's seed and backend do not matter. */
const DIALECT = keras({ seed: 0, backend: tensorflowBackend })

/** Fans by the axes that a layer tells; else the dialect's own. */
function fansOf(args: ArgReader, shape: readonly number[]): Fans | undefined {
  const inAxes = args.take<readonly number[] | null>('input_axes', null)
  const outAxes = args.take<readonly number[] | null>('output_axes', null)
  if (inAxes === null || outAxes === null) return undefined
  const size = (axes: readonly number[]) => product(axes.map((axis) => at(shape, axis)))
  const field = product(shape) / size(inAxes) / size(outAxes)
  return { fanIn: size(inAxes) * field, fanOut: size(outAxes) * field }
}

function initializer(make: Maker): KerasInitializer {
  return (args, { rng, shape }) => {
    const init = make(DIALECT, args, { seed: rng })
    const request = createRequest({ shape, fans: fansOf(args, shape), backend: cpu })
    return init(request).toArray() as Float32Array
  }
}

/** Values of `keras.initializers` by class. */
export const INITIALIZERS: Readonly<Record<string, KerasInitializer>> = Object.fromEntries(
  Object.entries(MAKERS).map(([name, make]) => [name, initializer(make)]),
)
