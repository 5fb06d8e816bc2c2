import type { Distribution } from '../../distributions/family.ts'
import type { FanMode } from '../../distributions/variance-scaling.ts'
import { sizeOf } from '../../math/size-of.ts'
import { type Axes, axisList, type Heads } from '../../parameter/axes.ts'
import type { Fans } from '../../parameter/fans.ts'
import type { Accent, Givens } from '../accent.ts'
import { type Draw, symmetric } from '../draw.ts'
import { orthogonal, QR_BOUNDS } from '../qr.ts'
import { scalingFormulas } from '../scaling-formulas.ts'
import { kernelFirst, type Storage, type StorageRule } from '../storage.ts'

/** The standard deviation of the standard normal law cut to ±2, as TensorFlow and Keras have it. */
const CUT_STD = 0.87962566103423978

/** `compute_fans`: the last axis but one and the last, times the kernel; of vectors and scalars their size. */
function fansOf(_: string, shape: readonly number[], axes?: Axes): Fans {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 }
  const { in: ins, out: outs } = axes ?? {}
  if (ins !== undefined && outs !== undefined) {
    const heads = headsOf(axes)
    const [inputs, outputs] = [storedAxes(ins, heads), storedAxes(outs, heads)]
    if (Math.max(inputs, outputs) > 1) return einsumFans(shape, inputs, outputs)
  }
  const field = sizeOf(shape.slice(0, -2))
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  return { fanIn: inputs * field, fanOut: outputs * field }
}

/** Heads have an axis of their own in an `EinsumDense`, which packs no parts. */
function headsOf(axes: Axes | undefined): Heads | undefined {
  return axes?.blocks === undefined ? axes?.heads : undefined
}

/** How many axes there are there of some of ours. */
function storedAxes(list: Axes['out'], heads: Heads | undefined): number {
  return axisList(list).length + (heads !== undefined && axisList(list).includes(heads.axis) ? 1 : 0)
}

/** Of an `EinsumDense`: its axes of inputs come first, and there is no other axis to count. */
function einsumFans(shape: readonly number[], inputs: number, outputs: number): Fans {
  return { fanIn: sizeOf(shape.slice(-inputs - outputs, -outputs)), fanOut: sizeOf(shape.slice(-outputs)) }
}

/** `VarianceScaling`. */
function variance(scale: number, mode: FanMode, law: Distribution, { fans }: Givens): Draw {
  const { fanIn, fanOut } = fans
  if (mode === 'fanGeoAvg') {
    throw new RangeError("varianceScaling: expected a mode that Keras has, got fanGeoAvg; use 'fanAvg'")
  }
  const share = scale / Math.max(1, { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode])
  if (law === 'uniform') return symmetric(Math.sqrt(3 * share))
  const std = Math.sqrt(share)
  return law === 'normal' ? { law, std } : { law, std: std / CUT_STD }
}

/** The gates of an LSTM in our order, which is Keras's, too. */
export const LSTM = 'input,forget,cell,output'

/** The gates of a GRU in our order; in Keras the second one comes first. */
export const GRU = 'reset,update,new'

function gruPlaces(rows: number, axis: number): ReadonlyMap<number, readonly number[]> {
  const units = rows / 3
  const swapped = (i: number): number => (i < units ? i + units : i < 2 * units ? i - units : i)
  return new Map([[axis, Array.from({ length: rows }, (_, i) => swapped(i))]])
}

/** Kernels are (…, in, out), transposed ones (…, out, in), depthwise ones (…, channels, multiplier). */
const storageOf: StorageRule = (shape, axes) => {
  const heads = headsOf(axes)
  if (axes?.in === undefined) return heads && { order: [...shape.keys()], split: heads }
  if (axes.transposed === true) return kernelFirst(shape, { ...axes, in: axes.out, out: axes.in })
  const storage = kernelFirst(shape, axes)
  if (storage === undefined) return undefined
  const [out = 0] = axisList(axes.out)
  if (String(axes.blocks?.names) === GRU) return { ...storage, places: gruPlaces(shape[out] ?? 0, out) }
  return { ...storage, split: heads ?? channelsOf(axes, out, shape[out] ?? null) }
}

function channelsOf({ unitsPerGroup }: Axes, axis: number, units: number | null): Storage['split'] {
  return unitsPerGroup === undefined || units === null ? undefined : { axis, count: units / unitsPerGroup }
}

/** How Keras speaks. */
export const ACCENT: Accent = {
  name: 'keras',
  fansOf,
  storageOf,
  formulas: /* @__PURE__ */ scalingFormulas(variance),
  makers: { orthogonal },
  bounds: QR_BOUNDS,
}
