import { showShape } from '@nn/check'
import type { KeyRng } from '@nn/random/jax'
import { ShapeError } from '@nn/tensor'
import type { Distribution } from '../../distributions/family.ts'
import type { FanMode } from '../../distributions/variance-scaling.ts'
import { sizeOf } from '../../math/size-of.ts'
import type { Fans } from '../../parameter/fans.ts'
import type { Accent, Givens } from '../accent.ts'
import { type Draw, fillDraw } from '../draw.ts'
import { orthogonal, QR_BOUNDS } from '../qr.ts'
import { scalingFormulas } from '../scaling-formulas.ts'
import { kernelFirst, type StorageRule } from '../storage.ts'

/** What initializers draw with: a stream, or one key. */
export type KeyDraws = Pick<KeyRng, 'uniform' | 'normal' | 'truncatedNormal'>

/** The standard deviation of the standard normal law cut to ±2, as JAX has it. */
const CUT_STD = 0.87962566103423978

/** `_compute_fans` with `in_axis=-2, out_axis=-1`: by way of the size of the receptive field. */
function fansOf(path: string, shape: readonly number[]): Fans {
  if (shape.length < 2) {
    const expected = `${path}: expected at least 2 axes for JAX's fans, got shape ${showShape(shape)}`
    throw new ShapeError(`${expected}; use an initializer without fans`)
  }
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  const field = sizeOf(shape) / inputs / outputs
  return { fanIn: inputs * field, fanOut: outputs * field }
}

const FANS: Readonly<Record<FanMode, (fans: Fans) => number>> = {
  fanIn: ({ fanIn }) => fanIn,
  fanOut: ({ fanOut }) => fanOut,
  fanAvg: ({ fanIn, fanOut }) => (fanIn + fanOut) / 2,
  fanGeoAvg: ({ fanIn, fanOut }) => (fanIn * fanOut) ** 0.5,
}

/** `variance_scaling`, each step rounded to the dtype. */
export function variance(scale: number, mode: FanMode, law: Distribution, { fans, round }: Givens): Draw {
  const variance = round(scale / FANS[mode](fans))
  if (law === 'uniform') return { law, low: -1, high: 1, factor: round(Math.sqrt(round(3 * variance))) }
  const std = round(Math.sqrt(variance))
  return law === 'normal' ? { law, std } : { law, std: round(std / round(CUT_STD)) }
}

/** Flax's transposed kernels are (…, in, out), and not flipped: what it puts at the start of a window stands at its end here. */
const storageOf: StorageRule = (shape, axes) => {
  const storage = kernelFirst(shape, axes)
  if (storage === undefined || axes?.transposed !== true) return storage
  const field = storage.order.slice(0, -2)
  const backwards = (length: number) => Array.from({ length }, (_, i) => length - 1 - i)
  return { ...storage, places: new Map(field.map((axis) => [axis, backwards(shape[axis] ?? 0)])) }
}

/** How JAX speaks; `jit` is whether a draw and its scaling are one compiled function. */
export function accent(name: string, jit: boolean): Accent<KeyDraws> {
  return {
    name,
    fansOf,
    storageOf,
    formulas: scalingFormulas(variance),
    makers: { orthogonal },
    bounds: QR_BOUNDS,
    fill: (rng, out, draw) => {
      if (!jit || draw.law !== 'normal') return fillDraw(rng, out, draw)
      return rng.normal(out, { mean: draw.mean ?? 0, std: draw.std, jit })
    },
  }
}
