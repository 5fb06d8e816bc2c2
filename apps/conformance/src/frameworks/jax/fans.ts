import type { FanMode, Fans } from '@nn/init'
import type { ArgReader } from '../../golden/args.ts'
import { product } from './array.ts'

type Axes = number | readonly number[]

function sizeAlong(shape: readonly number[], axes: Axes): number {
  return product([axes].flat().map((axis) => shape.at(axis as number)!))
}

/** Fans by the axes that are told, as `_compute_fans` has them; of vectors none. */
export function fansOf(args: ArgReader, shape: readonly number[]): Fans | undefined {
  const [inAxes, outAxes] = [args.take<Axes>('in_axis', -2), args.take<Axes>('out_axis', -1)]
  const batch = sizeAlong(shape, args.take<Axes>('batch_axis', []))
  if (shape.length < 2) return undefined
  const [inputs, outputs] = [sizeAlong(shape, inAxes), sizeAlong(shape, outAxes)]
  const field = product(shape) / inputs / outputs / batch
  return { fanIn: inputs * field, fanOut: outputs * field }
}

/** JAX's names of the fans to scale by. */
export const MODES: Readonly<Record<string, FanMode>> = {
  fan_in: 'fanIn',
  fan_out: 'fanOut',
  fan_avg: 'fanAvg',
  fan_geo_avg: 'fanGeoAvg',
}
