import { three } from '../../format/number.ts'
import { drawSymmetry } from '../plots/symmetry.ts'
import type { Drawing } from './picture-view.ts'

export const symmetry: Drawing<'symmetry'> = {
  svg: {
    draw: drawSymmetry,
    table: ({ steps, equal, nudged, losses }) => ({
      head: [
        'step',
        'difference of equal units',
        'difference after a nudge',
        'loss of equal units',
        'loss after a nudge',
      ],
      rows: steps.map((step, index) => [
        step,
        equal[index] ?? '',
        nudged[index] ?? '',
        losses.equal[index] ?? '',
        losses.nudged[index] ?? '',
      ]),
    }),
    describe: ({ equal, nudged }) =>
      `Two equal units differ by ${three(equal.at(-1) ?? 0)} after training, two units of which one was nudged by ${three(nudged.at(-1) ?? 0)}.`,
  },
}
