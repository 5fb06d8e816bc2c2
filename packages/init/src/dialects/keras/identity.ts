import { createInitializer, type Initializer } from '../../initializer/initializer.ts'
import type { DialectParameter } from '../dialect.ts'
import { storedShape } from '../storage.ts'
import { drawStored } from '../translate.ts'
import { ACCENT } from './accent.ts'

/**
 * `Identity` of the kernel as Keras stores it, where the gates of a recurrent layer are one matrix, so that the first of them is the identity
 * and the others are 0. Undefined where Keras has none: for more than two axes, and for a diagonal that is shifted.
 */
export function identity(
  { config, describe }: Initializer,
  { shape: ours, axes: connecting }: DialectParameter,
): Initializer | undefined {
  const { name, gain, shift } = config
  const isMatrix = storedShape(ours, ACCENT.storageOf(ours, connecting)).length === 2
  if (name !== 'eye' || typeof gain !== 'number' || shift !== undefined || !isMatrix) return undefined
  return createInitializer({
    config: { ...config, name: 'keras.eye' },
    draw: (request) =>
      drawStored(ACCENT, 'keras.eye', request, (out, [rows = 0, columns = 0]) => {
        out.fill(0)
        for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = gain
      }),
    describe: ({ shape, fans, axes }) => describe({ shape, fans, axes: axes && { out: axes.out } }),
    isData: false,
  })
}
