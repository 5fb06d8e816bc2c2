import type { MatricesData } from '../pictures/picture.ts'
import { beside, tenTo } from './words.ts'

/** Norms that differ by less than this factor, as log10, are the same. */
const SAME = Math.log10(2)
/** Norms that differ by more, as log10, have vanished or grown without end. */
const FAR = 3

/** What becomes of a product's norm, and of its directions. */
export function matricesSentence({ size, norms, spectra, growth }: MatricesData): string {
  const last = norms.at(-1)
  if (last === undefined) return 'No matrix has been multiplied yet.'
  const { count } = last
  const broken = norms.find(({ log10 }) => Number.isNaN(log10.measured))
  if (broken !== undefined)
    return `The product of ${broken.count} of these ${size} × ${size} matrices is no longer made of numbers.`
  const gone = norms.find(({ log10 }) => log10.measured === Number.NEGATIVE_INFINITY)
  if (gone !== undefined)
    return `The product of ${gone.count} of these ${size} × ${size} matrices is exactly 0.`
  const factor = `each of these ${size} × ${size} matrices multiplies it by ${beside(growth, tenTo)}`
  const verb = verbOf(last.log10.measured - (norms[0]?.log10.measured ?? 0))
  const norm = `The norm of the product ${verb}: ${factor}, and after ${count} it is ${tenTo(last.log10.measured)}.`
  return `${norm}${directions(spectra.at(-1))}`
}

function verbOf(change: number): string {
  if (Math.abs(change) < SAME) return 'keeps its size'
  if (change < 0) return change < -FAR ? 'vanishes' : 'shrinks'
  return change > FAR ? 'grows without end' : 'grows'
}

/** How far apart the singular values are. */
function directions(spectrum: MatricesData['spectra'][number] | undefined): string {
  const [largest, ...others] = spectrum?.log10 ?? []
  const left = others.filter(Number.isFinite)
  if (largest === undefined || !Number.isFinite(largest) || others.length === 0) return ''
  if (left.length === 0) return ' Of all directions one alone is left.'
  const spread = largest - (others.at(-1) ?? largest)
  if (spread < SAME) return ' All directions are stretched alike.'
  if (!Number.isFinite(spread)) return ` Only ${left.length + 1} of ${others.length + 1} directions are left.`
  return ` The direction that is stretched most is then ${tenTo(spread)} times as long as the one that is stretched least.`
}
