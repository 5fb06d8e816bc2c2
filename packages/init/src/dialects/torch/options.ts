import { isPlain, message, type OptionNames, oneOf, show } from '@nn/check'
import { createTorchRng, type HalfType, type TorchOptions, type TorchRng } from '@nn/random/torch'
import { checkSession } from '../session.ts'
import { halfStream } from './half.ts'

/** The seed, and the build of PyTorch where it matters; or a generator that is there already. */
export type TorchDialectOptions = (
  | ({ readonly seed: number | bigint } & TorchOptions)
  | { readonly rng: TorchRng }
) & {
  /**
   * As `torch.set_default_dtype` sets it: layers and initializers draw tensors of this type. The values of a 16-bit one are rounded, as there, and
   * stored as float32. Default: the parameter's own.
   */
  readonly dtype?: HalfType
}

const OPTIONS: OptionNames<TorchDialectOptions> = {
  seed: true,
  profile: true,
  version: true,
  rng: true,
  dtype: true,
}

/** What a session draws with. */
export interface TorchSession {
  readonly rng: TorchRng
  readonly dtype: HalfType | undefined
  /** The generator, whose fills are of the session's type. */
  readonly drawing: TorchRng
}

/** The generator and the type that options ask for. */
export function openSession(options: TorchDialectOptions): TorchSession {
  const { dtype, ...others }: TorchDialectOptions = isPlain(options) ? options : { seed: 0 }
  checkSession('torch', isPlain(options) ? others : options, OPTIONS, '{ seed: 42 }')
  if (dtype !== undefined) oneOf('torch', 'dtype', dtype, ['bfloat16', 'float16'])
  const rng = rngOf(others)
  return { rng, dtype, drawing: dtype === undefined ? rng : halfStream(rng, dtype) }
}

function rngOf(options: TorchDialectOptions): TorchRng {
  if ('seed' in options) {
    const { seed, ...build } = options
    return createTorchRng(seed, build)
  }
  if (typeof options.rng.sparse === 'function') return options.rng
  throw new TypeError(message('torch', 'rng to be a stream of @nn/random/torch', show(options.rng)))
}
