import type { Initializer, Law } from '@nn/init'
import type { ReportRow } from './report.ts'
import type { BufferSlot, Slot } from './slot.ts'

/** The reason of a choice in words, with what of the parameter it is not for. */
export function reasonOf(
  { paddingIndex }: Slot,
  { init, reason }: { init: Initializer; reason: string },
): string {
  return paddingIndex === undefined || init.fillsPadding ? reason : `${reason}; row ${paddingIndex} stays 0`
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
