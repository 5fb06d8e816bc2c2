import { percent } from '../format/number.ts'
import type { Beside, SaturationData } from '../pictures/picture.ts'
import type { LabState } from '../state/state.ts'
import { beside } from './words.ts'

/** How many pre-activations lie where the activation is flat, and what that does to gradients. */
export function saturationSentence(
  { layer, histogram, saturated, slopeSquare }: SaturationData,
  { activation }: LabState,
): string {
  const seen = histogram.counts.reduce((sum, count) => sum + count, histogram.below + histogram.above)
  if (seen === 0 || !Number.isFinite(slopeSquare.measured)) {
    return `The pre-activations of layer ${layer} are not finite numbers.`
  }
  const passes = `the second moment of gradients is multiplied by E[φ′²] = ${beside(slopeSquare)}`
  if (activation === 'linear') return `linear is nowhere flat; in layer ${layer} ${passes}.`
  const share = isNone(saturated)
    ? 'none'
    : beside(saturated, (value) => (value === 0 ? 'none' : percent(value)))
  const where = `In layer ${layer} ${share} of the pre-activations lie where ${activation} is flat`
  return slopeSquare.measured === 0
    ? `${where}, and no gradient comes through.`
    : `${where}; ${passes} there.`
}

/** Shares that no layer of the lab has enough units to show. */
const LEAST = 1e-9

function isNone({ measured, predicted = 0 }: Beside): boolean {
  return measured === 0 && predicted < LEAST
}
