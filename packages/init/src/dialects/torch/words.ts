import { type OptionNames, oneOf } from '@nn/check'
import type { TorchOptions } from '@nn/random/torch'
import { KAIMING, type KaimingOptions, kaimingNormal, kaimingUniform } from '../../distributions/kaiming.ts'
import { lecunNormal, lecunUniform } from '../../distributions/lecun.ts'
import { NORMAL, normal } from '../../distributions/normal.ts'
import { SPARSE, sparse } from '../../distributions/sparse.ts'
import {
  TRUNCATED_NORMAL,
  type TruncatedNormalOptions,
  truncatedNormal,
} from '../../distributions/truncated-normal.ts'
import { UNIFORM, uniform } from '../../distributions/uniform.ts'
import { XAVIER, xavierNormal, xavierUniform } from '../../distributions/xavier.ts'
import { calculateGain, type TorchNonlinearity } from '../../gain/calculate-gain.ts'
import { createInitializer, type Initializer } from '../../initializer/initializer.ts'
import { ORTHOGONAL, orthogonal } from '../../orthogonal/orthogonal.ts'
import type { Factories, InitOptions } from '../vocabulary.ts'

/** What PyTorch has under our names. */
export type TorchInitName =
  | 'uniform'
  | 'normal'
  | 'truncatedNormal'
  | 'xavierUniform'
  | 'xavierNormal'
  | 'kaimingUniform'
  | 'kaimingNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'orthogonal'
  | 'sparse'

/** `nn.init.trunc_normal_`: bounds are values unless they are said to be standard deviations. */
export interface TorchTruncatedNormalOptions extends TruncatedNormalOptions {
  /** `'absolute'` (default, as PyTorch's a and b): bounds are values; `'std'`: they are standard deviations from the mean. */
  readonly bounds?: 'std' | 'absolute'
  /** The release whose form it is; default: the session's. `'2.11'` is the inverse error function of uniforms, which timm draws with, too. */
  readonly version?: TorchOptions['version']
}

/** `nn.init.kaiming_normal_` and `kaiming_uniform_`: the nonlinearities of PyTorch's table. */
export interface TorchKaimingOptions extends Omit<KaimingOptions, 'nonlinearity'> {
  /** The activation after the layer, default `'relu'`, or the layer itself, of gain 1. */
  readonly nonlinearity?: TorchNonlinearity
}

/** Our names and their options as PyTorch has them. */
export interface TorchInitOptions
  extends Omit<InitOptions, 'truncatedNormal' | 'kaimingUniform' | 'kaimingNormal'> {
  truncatedNormal: TorchTruncatedNormalOptions
  kaimingUniform: TorchKaimingOptions
  kaimingNormal: TorchKaimingOptions
}

const TRUNCATED: OptionNames<TorchTruncatedNormalOptions> = { ...TRUNCATED_NORMAL, version: true }
const VERSIONS = ['1.13', '2.11', '2.13'] as const

function torchTruncatedNormal({
  version,
  bounds = 'absolute',
  ...law
}: TorchTruncatedNormalOptions): Initializer {
  const init = truncatedNormal({ ...law, bounds })
  if (version === undefined) return init
  return withConfig(init, { version: oneOf('truncatedNormal', 'version', version, VERSIONS) })
}

/** A law of Kaiming's, whose gain is that of PyTorch's table. */
function torchKaiming(
  kaiming: (options: KaimingOptions) => Initializer,
): (options: TorchKaimingOptions) => Initializer {
  return ({ nonlinearity, ...options }) => {
    if (nonlinearity === undefined) return kaiming(options)
    const { gain, slope } = options
    // Of those that we call otherwise, the gain is 1.
    calculateGain(nonlinearity, gain === undefined ? slope : undefined)
    if (!/^conv/.test(nonlinearity)) return kaiming({ ...options, nonlinearity } as KaimingOptions)
    return withConfig(kaiming({ ...options, nonlinearity: 'linear' }), { nonlinearity })
  }
}

/** An initializer with more in its config. */
function withConfig(init: Initializer, more: object): Initializer {
  const { config, needs, describe, check } = init
  return createInitializer({
    config: { ...config, ...more },
    needs,
    describe,
    check,
    draw: (request) => init.elements(request),
  })
}

/** PyTorch's initializers under our names. @internal */
export const FACTORIES: Factories<TorchInitName, TorchInitOptions> = {
  uniform: [uniform, UNIFORM],
  normal: [normal, NORMAL],
  truncatedNormal: [torchTruncatedNormal, TRUNCATED],
  xavierUniform: [xavierUniform, XAVIER],
  xavierNormal: [xavierNormal, XAVIER],
  kaimingUniform: [torchKaiming(kaimingUniform), KAIMING],
  kaimingNormal: [torchKaiming(kaimingNormal), KAIMING],
  lecunUniform: [lecunUniform, {}],
  lecunNormal: [lecunNormal, {}],
  orthogonal: [orthogonal, ORTHOGONAL],
  sparse: [sparse, SPARSE],
}
