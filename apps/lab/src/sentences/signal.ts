import { percent, three } from '../format/number.ts'
import type { Beside, SignalData, SignalRow } from '../pictures/picture.ts'
import { beside, some, tenTo } from './words.ts'

/** A signal on its way, in the order in which it comes through the layers. */
interface Way {
  /** `Activations` or `Gradients`. */
  readonly what: string
  /** What is squared. */
  readonly symbol: string
  readonly rows: readonly SignalRow[]
  /** How many times it has been multiplied by the growth. */
  readonly steps: number
  /** Behind a verb. */
  readonly pace: string
  /** Where it has come in the end. */
  readonly end: string
}

/** What becomes of the signal from the first stage to the last. */
export function forwardSentence({ rows, growth }: SignalData): string {
  // The output has a fan of its own.
  const hidden = rows.slice(0, -1)
  const steps = Math.max(1, hidden.length - 1)
  const sentence = signalSentence(growth, {
    ...{ what: 'Activations', symbol: 'x', rows, steps, pace: 'with every layer' },
    end: hidden.length > 1 ? `after ${some(steps, 'more layer')}` : 'behind the first layer',
  })
  const last = hidden.at(-1)
  return `${sentence}${last === undefined ? '' : ends(last)}`
}

/** What becomes of the gradient from the last stage to the first. */
export function backwardSentence({ rows, growth }: SignalData): string {
  return signalSentence(growth, {
    ...{
      what: 'Gradients',
      symbol: 'g',
      rows: rows.toReversed(),
      pace: 'with every layer on their way back',
    },
    steps: Math.max(1, rows.length > 2 ? rows.length - 2 : rows.length - 1),
    end: 'at the first layer',
  })
}

/** Factors of the whole way, and of one layer's second moment, that still count as the same size. */
const SAME = 2
const SAME_PACE = 1.6

function signalSentence(growth: Beside, { what, symbol, rows, steps, pace, end }: Way): string {
  if (rows.length === 0) return `There is no layer, so that ${what.toLowerCase()} come from nowhere.`
  const broken = rows.find(({ rms }) => !Number.isFinite(rms.measured))
  if (broken !== undefined) {
    const isNone = Number.isNaN(broken.rms.measured)
    return `${what} ${isNone ? 'are no longer numbers' : 'have outgrown float32'} at layer ${broken.layer}.`
  }
  const gone = rows.find(({ rms }) => rms.measured === 0)
  if (gone !== undefined) {
    const known =
      growth.predicted === undefined || gone === rows[0]
        ? ''
        : `E[${symbol}²] is multiplied by ${three(growth.predicted)} ${pace} by theory, and `
    return `${what} vanish: ${known}nothing is left at layer ${gone.layer}, where all are exactly 0.`
  }
  if (Number.isNaN(growth.measured))
    return `${what} have a root mean square of ${three(rows[0]?.rms.measured ?? 0)}.`
  const factor = `E[${symbol}²] is multiplied by ${beside(growth)}`
  const ratio = (steps * Math.log10(growth.measured)) / 2
  if (Math.abs(ratio) < Math.log10(SAME) && Math.abs(Math.log(growth.measured)) < Math.log(SAME_PACE)) {
    const size = tenTo(ratio)
    return `${what} keep their size: ${factor} ${pace}, so that ${end} their root mean square is ${size === '1' ? 'what it was' : `${size} times what it was`}.`
  }
  const rest =
    ratio < 0 ? `${tenTo(ratio)} of the signal is left` : `the signal is ${tenTo(ratio)} times as large`
  const side = growth.measured < 1 ? 'less' : 'more'
  return `${what} ${verbOf(growth.measured)} ${pace}: ${factor}, ${side} than 1, so that ${end} ${rest}.`
}

/** In the words of the root mean square, which is multiplied by the root. */
function verbOf(growth: number): string {
  const factor = Math.sqrt(growth)
  if (Math.abs(factor - 0.5) < 0.02) return 'halve'
  if (Math.abs(factor - 2) < 0.08) return 'double'
  return factor < 1 ? 'shrink' : 'grow'
}

/** What the activation does to the last hidden layer's units, where it does much. */
function ends({ saturated, dead }: SignalRow): string {
  if (dead !== undefined && dead > 0.1)
    return ` ${percent(dead)} of the last hidden layer's units are dead: 0 for every example.`
  if (dead === undefined && saturated !== undefined && saturated > 0.1) {
    return ` In the last hidden layer ${percent(saturated)} of the values are at a flat end of the activation.`
  }
  return ''
}
