import type { Framework } from '../framework.ts'
import { numpyText, roundedToFour } from '../printing/numpy.ts'
import { mxnetProgram } from './program.ts'

export const mxnet: Framework = {
  name: 'mxnet',
  title: 'MXNet',
  dialect: 'mxnet',
  // Layers are counted by their class in the order in which they are made.
  parameters: (net) => {
    const counts = new Map<string, number>()
    const names = new Map<string, string>()
    for (const [path, { shape }] of net.parameters()) {
      const owner = path.slice(0, path.lastIndexOf('.'))
      const kind = shape.length === 4 ? 'conv' : 'dense'
      if (!names.has(owner)) {
        const count = counts.get(kind) ?? 0
        names.set(owner, `${kind}${count}`)
        counts.set(kind, count + 1)
      }
    }
    return new Map(
      [...net.stateDict()].map(([path, value]) => {
        const at = path.lastIndexOf('.')
        return [`${names.get(path.slice(0, at))}_${path.slice(at + 1)}`, value]
      }),
    )
  },
  print: (values, isRounded) => numpyText(isRounded ? roundedToFour(values) : values),
  write: mxnetProgram,
  note: () =>
    'For MXNet 1.9, which is archived: this program was not run; its bits are compared with a stand-in of its engines.',
  unknown: (_, sites) => (sites.hasOrthogonal ? 'MXNet draws orthogonal matrices with NumPy.' : undefined),
}
