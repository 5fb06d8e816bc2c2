import { message } from '@nn/check'
import type { TruncatedNormalOptions } from '../../stream/rng.ts'
import { needsFiniteBounds } from './kernels/truncated-normal.ts'
import type { Rules } from './rules.ts'

/** Mean, deviation and absolute bounds of a truncated normal. */
export function boundsOf(
  where: string,
  { mean, std, low, high, bounds }: Required<TruncatedNormalOptions>,
  rules: Rules,
): { mean: number; std: number; low: number; high: number } {
  const law =
    bounds === 'absolute'
      ? { mean, std, low, high }
      : { mean, std, low: mean + low * std, high: mean + high * std }
  if (std === 0) {
    if (bounds === 'absolute' && (low > mean || high < mean))
      throw new RangeError(message(where, `the mean within [${low}, ${high}] when std is 0`, String(mean)))
  } else if (needsFiniteBounds(law, rules) && !Number.isFinite(law.high - law.low)) {
    const expected = 'finite bounds around less than 0.3 of the law, as PyTorch does'
    throw new RangeError(message(where, expected, `[${law.low}, ${law.high}]`, 'use createRng'))
  }
  return law
}
