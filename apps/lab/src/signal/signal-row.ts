import type { TensorData } from '@nn/tensor'
import type { ActivationEntry } from '../activations/activations.ts'
import { histogram, rangeOf } from '../measure/histogram.ts'
import { moments } from '../measure/moments.ts'
import type { Stage } from '../networks/network.ts'
import type { SignalRow } from '../pictures/picture.ts'

const BINS = 40
/** Numbers that a histogram of a signal counts, at most: those of the first examples. More are not seen at its size. */
const MOST = 8192

/** The numbers of what one stage gives, or of the gradient by it; `square` is the second moment that theory says. */
export function signalRow(
  { layer, path }: Stage,
  values: TensorData,
  square: number | undefined,
  { saturated, dead }: Pick<SignalRow, 'saturated' | 'dead'>,
): SignalRow {
  const measured = moments(values)
  return {
    layer,
    path,
    mean: measured.mean,
    std: measured.std,
    rms: { measured: measured.rms, predicted: square === undefined ? undefined : Math.sqrt(square) },
    histogram: histogram(values.subarray(0, MOST), { ...rangeOf(measured), bins: BINS }),
    saturated,
    dead,
  }
}

/** The share of an activation's results that are at its flat ends; undefined where it has none. */
export function saturatedShare(values: ArrayLike<number>, { flat }: ActivationEntry): number | undefined {
  if (flat === undefined) return undefined
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = flat
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    // Without a branch, which would be guessed wrong often.
    count += Number(value <= low) | Number(value >= high)
  }
  return count / values.length
}

/** The share of units, places of the last axis but for convolutions' channels, that are 0 for every example; undefined where none can be. */
export function deadShare(
  values: TensorData,
  shape: readonly number[],
  { endsAtZero }: ActivationEntry,
): number | undefined {
  if (endsAtZero !== true) return undefined
  // Channels of images stand behind the examples: [n, channels, height, width].
  const [, channels = 1, height = 1, width = 1] = shape
  const area = shape.length === 4 ? height * width : 1
  const units = shape.length === 4 ? channels : (shape.at(-1) ?? 1)
  const lives = new Uint8Array(units)
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0) lives[Math.floor(i / area) % units] = 1
  }
  return lives.reduce((dead, isAlive) => dead - isAlive, units) / units
}
