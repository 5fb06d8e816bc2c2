import { three } from '../format/number.ts'
import type { ChaosData } from '../pictures/picture.ts'
import { some } from './words.ts'

/** ξ times this is as deep as networks can be trained (Schoenholz et al., 2017). */
const TRAINABLE = 6
/** χ that are 1 for the eye. */
const EDGE = 0.005

/** Where the chosen law is, and how deep networks with it can be. */
export function chaosSentence({ chosen, weightStd, biasStd, depth }: ChaosData): string {
  const { chi } = chosen
  if (!Number.isFinite(chosen.weightStd) || !Number.isFinite(chi)) {
    return 'The chosen law is on no point of this map: mean field is of random numbers whose mean is 0.'
  }
  const [right, top] = [ends(weightStd), ends(biasStd)]
  const isBeyond = chosen.weightStd > right || chosen.biasStd > top
  const place = `σ_w = ${three(chosen.weightStd)} and σ_b = ${three(chosen.biasStd)}${isBeyond ? ', beyond this map,' : ''}`
  if (chi === 0) return `${place} let no gradient through: χ = 0.`
  if (Math.abs(chi - 1) < EDGE) {
    return `${place} are at the edge of chaos, χ = ${three(chi)}: far from the input gradients neither vanish nor explode.`
  }
  const kind =
    chi < 1
      ? 'order: two inputs become alike, and gradients vanish'
      : 'chaos: small differences grow, and gradients explode'
  const reach = TRAINABLE * chosen.depthScale
  const deep = `by e in ξ = ${three(chosen.depthScale)} layers, so that about ${three(reach)} can be trained`
  return `${place} are in ${kind}, χ = ${three(chi)}, ${deep}; this map is of ${some(depth, 'layer')}.`
}

/** Where cells end whose middles these are. */
function ends(middles: readonly number[]): number {
  const [first = 0, second = first] = middles
  return (middles.at(-1) ?? 0) + (second - first) / 2
}
