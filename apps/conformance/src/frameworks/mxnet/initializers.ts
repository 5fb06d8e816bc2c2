import { cpu } from '@nn/backend-cpu'
import { constant, createRequest, type Initializer, lstmBias, ones, zeros } from '@nn/init'
import { type MxnetDialect, mxnet } from '@nn/init/mxnet'
import type { Rng } from '@nn/random'
import type { ArgReader } from '../../golden/args.ts'

type Maker = (dialect: MxnetDialect, args: ArgReader) => Initializer

/** `mx.init` by class. */
const MAKERS: Readonly<Record<string, Maker>> = {
  Uniform(dialect, args) {
    const scale = args.number('scale', 0.07)
    return dialect.uniform({ low: -scale, high: scale })
  },
  Normal: (dialect, args) => dialect.normal({ std: args.number('sigma', 0.01) }),
  Xavier: (dialect, args) =>
    dialect.mxnetXavier({
      rndType: args.take('rnd_type', 'uniform'),
      factorType: args.take('factor_type', 'avg'),
      magnitude: args.number('magnitude', 3),
    }),
  MSRAPrelu: (dialect, args) =>
    dialect.msraPrelu({ factorType: args.take('factor_type', 'avg'), slope: args.number('slope', 0.25) }),
  Bilinear: (dialect) => dialect.bilinear(),
  LSTMBias: (_, args) => lstmBias({ forget: args.number('forget_bias', 1) }),
  Zero: () => zeros(),
  One: () => ones(),
  Constant: (_, args) => constant(args.number('value', 0)),
}

/** Gates lie one behind the other. */
const GATES = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }

/** Values of `mx.init` by name, as Gluon fills a weight outside of its np mode; undefined if there is no such class. */
export function initialize(
  name: string,
  args: ArgReader,
  { rng, shape }: { readonly rng: Rng; readonly shape: readonly number[] },
): Float32Array | undefined {
  const make = MAKERS[name]
  if (make === undefined) return undefined
  const axes =
    name === 'LSTMBias' ? { out: 0, blocks: GATES } : shape.length > 1 ? { out: 0, in: 1 } : undefined
  const init = make(mxnet({ rng }), args)
  return init(createRequest({ shape, axes, backend: cpu })).toArray() as Float32Array
}
