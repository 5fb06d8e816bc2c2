import { clipByNorm, clipByValue, type Gradients } from '@nn/optim'
import type { Tensor } from '@nn/tensor'
import type { Comparison } from '../../golden/compare.ts'
import { numbersOf, readTensor } from '../forward/tensor.ts'
import { compareNumbers } from './compare-numbers.ts'
import type { Clip, ClipCase } from './training-case.ts'

/** Clips as PyTorch does, which takes NaN as it comes; the norm too where it is told. */
export function clip(gradients: Gradients, how: Clip): { gradients: Map<string, Tensor>; norm?: number } {
  if (how.by === 'value') {
    return { gradients: clipByValue(gradients, { maxValue: how.clip_value, allowNonFinite: true }) }
  }
  const { max_norm: maxNorm, norm_type = 2 } = how
  const p = norm_type === 'inf' ? Number.POSITIVE_INFINITY : norm_type
  return clipByNorm(gradients, { maxNorm, p, allowNonFinite: true })
}

/** Clips the gradients of a case. */
export function runClip(golden: ClipCase): Comparison[] {
  const given = golden.grads.flatMap((tensor, i) =>
    tensor === null ? [] : [[`p${i}`, readTensor(tensor)] as const],
  )
  const { gradients, norm } = clip(new Map(given), golden.clip)
  const compared = golden.expected.flatMap((expected, i) => {
    if (expected === null) return []
    const got = Array.from(gradients.get(`p${i}`)?.toArray() ?? [], Number)
    return compareNumbers(`gradient ${i}`, numbersOf(expected), got, { abs: golden.tolerance_abs, rel: 0 })
  })
  if (golden.total_norm === undefined || norm === undefined) return compared
  const tolerance = { abs: 0, rel: golden.tolerance_rel_norm ?? 0 }
  const want = golden.total_norm === 'inf' ? Number.POSITIVE_INFINITY : Number(golden.total_norm)
  return [...compared, compareNumbers('the norm', [want], [norm], tolerance)]
}
