import type { Axes, Fans, Initializer, Law, LawRequest } from '@nn/init'
import { computeFans, hasFans } from '@nn/init/layer'
import { isKnown, type PartialShape } from '../tree/shape.ts'
import type { ReportRow } from './report.ts'
import type { BufferSlot, Slot } from './slot.ts'

/** The reason of a choice in words, with what of the parameter it is not for. */
export function reasonOf(
  { paddingIndex }: Slot,
  { init, reason }: { init: Initializer; reason: string },
): string {
  return paddingIndex === undefined || init.fillsPadding ? reason : `${reason}; row ${paddingIndex} stays 0`
}

/** Fans of a shape, if there are axes with fans and all lengths are known. */
export function fansOf(shape: PartialShape, axes: Axes | undefined): Fans | undefined {
  return axes !== undefined && hasFans(axes) && isKnown(shape) ? computeFans(shape, axes) : undefined
}

/** What a law may depend on of a parameter, as it is now; made when it is asked for, as most are not. */
export function lawRequestOf({
  path,
  shape,
  axes,
  use,
}: Pick<Slot, 'path' | 'shape' | 'axes' | 'use'>): () => LawRequest {
  return () => ({
    path,
    shape,
    axes,
    use,
    get fans() {
      return fansOf(shape, axes)
    },
  })
}

/** The law of a buffer's first values. */
export function describeBuffer({ init, shape, path }: BufferSlot): Law {
  return init.describe({ shape, path, fans: undefined })
}

/** What became of a buffer. */
export function bufferRow(path: string, buffer: BufferSlot, status: ReportRow['status']): ReportRow {
  const { text: law } = describeBuffer(buffer)
  return { path, status, law, source: 'default', reason: "layer's default" }
}
