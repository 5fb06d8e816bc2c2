import { createInitializer, type InitConfig, type Initializer } from '../initializer/initializer.ts'
import { constantLaw } from '../initializer/law.ts'
import { isKnownShape } from '../parameter/shape.ts'
import type { Frame, Givens, StreamOf } from './accent.ts'
import { type Draw, fillDraw, lawOf } from './draw.ts'
import { storedShape } from './storage.ts'
import { drawStored, exact, roundingOf } from './translate.ts'

/** An initializer that a framework has for one of its layers alone. */
export function layerDefault(
  accent: Frame,
  definition: {
    readonly config: InitConfig
    readonly streamOf: StreamOf
    /** The draw for a shape as the framework stores it; at draw time, when all lengths are known. */
    readonly drawOf: (shape: readonly number[], round: Givens['round']) => Draw
    /** Where the law depends on more than the shape, and may not be known yet. */
    readonly isKnown?: () => boolean
    /** Whether what was drawn is then set to 0. */
    readonly isZeroed?: boolean
  },
): Initializer {
  const { config, streamOf, drawOf, isKnown = () => true, isZeroed = false } = definition
  return createInitializer({
    config,
    draw: (request) =>
      drawStored(accent, config.name, request, (out, shape) => {
        fillDraw(streamOf(request), out, drawOf(shape, roundingOf(out)))
        if (isZeroed) out.fill(0)
      }),
    describe: ({ shape, axes }) => {
      if (isZeroed) return constantLaw(0)
      const stored = storedShape(shape, accent.storageOf(shape, axes))
      if (!isKnownShape(stored) || !isKnown()) return { text: config.name }
      return lawOf(drawOf(stored, exact))
    },
    isData: false,
  })
}
