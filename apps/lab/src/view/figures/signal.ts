import { percent, three } from '../../format/number.ts'
import type { SignalData, SignalRow } from '../../pictures/picture.ts'
import { drawSignal } from '../plots/signal.ts'
import type { Drawing, Table } from './picture-view.ts'

/** The picture of values that go forward, or of gradients that come back. */
export function signalDrawing(what: 'activations' | 'gradients'): Drawing<'forward' | 'backward'> {
  return {
    svg: {
      draw: (data, width) => drawSignal(data, width, what),
      table,
      describe: (data) => describe(data, what),
    },
  }
}

function table({ rows }: SignalData): Table {
  const hasShares = rows.some(({ saturated, dead }) => saturated !== undefined || dead !== undefined)
  const share = (value: number | undefined) => (value === undefined ? '' : percent(value))
  return {
    head: [
      'layer',
      'stage',
      'mean',
      'std',
      'rms',
      'rms predicted',
      ...(hasShares ? ['saturated', 'dead'] : []),
    ],
    rows: rows.map(({ layer, path, mean, std, rms, saturated, dead }) => [
      layer,
      path,
      mean,
      std,
      rms.measured,
      rms.predicted ?? '',
      ...(hasShares ? [share(saturated), share(dead)] : []),
    ]),
  }
}

function describe({ rows }: SignalData, what: string): string {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return `No layer has ${what}.`
  const predicted =
    last.rms.predicted === undefined ? '' : ` Theory predicts ${three(last.rms.predicted)} there.`
  const ends = `from ${three(first.rms.measured)} in layer ${first.layer} to ${three(last.rms.measured)} in layer ${last.layer}`
  return `Dots: the rms of the ${what}, ${ends}.${predicted}${unshown(rows)}`
}

/** Layers that a log axis cannot show, in words. */
function unshown(rows: readonly SignalRow[]): string {
  const zeros = rows.filter(({ rms }) => rms.measured === 0).length
  const others = rows.filter(({ rms }) => !Number.isFinite(rms.measured)).length
  return (
    (zeros > 0 ? ` ${zeros} of ${rows.length} layers are exactly 0.` : '') +
    (others > 0 ? ` ${others} of ${rows.length} layers are beyond the largest number.` : '')
  )
}
