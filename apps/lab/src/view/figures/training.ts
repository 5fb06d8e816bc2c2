import { three } from '../../format/number.ts'
import { drawTraining } from '../plots/training.ts'
import type { Drawing } from './picture-view.ts'

export const training: Drawing<'training'> = {
  svg: {
    draw: drawTraining,
    table: ({ curves }) => ({
      head: ['step', ...curves.map(({ name }) => name)],
      rows: Array.from({ length: Math.max(0, ...curves.map(({ losses }) => losses.length)) }, (_, step) => [
        step,
        ...curves.map(({ losses }) => losses[step] ?? ''),
      ]),
    }),
    describe: ({ curves }) =>
      `Loss by step of training. ${curves.map(({ name, losses }) => `${name} ends at ${three(losses.at(-1) ?? Number.NaN)}`).join('; ')}.`,
  },
}
