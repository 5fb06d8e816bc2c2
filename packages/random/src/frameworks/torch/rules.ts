import { checkOptions, type OptionNames, oneOf } from '@nn/check'
import type { HalfType } from '../../numerics/half.ts'

/** The build of PyTorch whose bits are given. */
export interface TorchOptions {
  /**
   * `'avx2'` (default): the wheels for x86-64 Linux on a processor with AVX2. `'generic'`: the same without AVX2
   * (`ATEN_CPU_CAPABILITY=default`).
   */
  readonly profile?: 'avx2' | 'generic'
  /** The rules of a range of releases: `'1.13'` up to 2.0, `'2.11'` from 2.1 to 2.11, `'2.13'` (default) from 2.12 on. */
  readonly version?: '1.13' | '2.11' | '2.13'
}

/** What a build does where builds differ. */
export interface Rules {
  readonly profile: 'avx2' | 'generic'
  readonly version: '1.13' | '2.11' | '2.13'
  /** The compiler contracts a·b + c. */
  readonly fused: boolean
  /** The last step of a generic normal is one explicit fused operation. */
  readonly fusedNormal: boolean
  /** Truncation by rejection, half types from float32 draws. */
  readonly modern: boolean
  /** Integer ranges from here on take 64 random bits. */
  readonly wideRange: number
}

const PROFILES = ['avx2', 'generic'] as const
const VERSIONS = ['1.13', '2.11', '2.13'] as const
const OPTIONS: OptionNames<TorchOptions> = { profile: true, version: true }

/** The rules of options, which are checked here. */
export function rulesOf(
  where: string,
  options: { readonly [name in keyof TorchOptions]: unknown } | undefined,
): Rules {
  checkOptions(where, options, OPTIONS)
  const profile = oneOf(where, 'profile', options?.profile ?? 'avx2', PROFILES)
  const version = oneOf(where, 'version', options?.version ?? '2.13', VERSIONS)
  const modern = version === '2.13'
  const fused = profile === 'avx2'
  return {
    profile,
    version,
    fused,
    fusedNormal: fused || modern,
    modern,
    wideRange: version === '1.13' ? 2 ** 32 : 2 ** 28,
  }
}

/** The floating-point types that PyTorch fills. */
export type TorchFloat = 'float32' | 'float64' | HalfType
