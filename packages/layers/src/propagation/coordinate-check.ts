import { checkGiven, integer, isPlain, message, type OptionNames, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { formatTable } from '../format/table.ts'
import type { Module } from '../module/module.ts'
import { isModule } from '../tree/nodes.ts'
import { observeCalls } from './observe.ts'

/** A network of one width, with what trains it. */
export interface Trial {
  readonly net: Module
  /** The input of `net.forward`, of the same numbers for all widths. */
  readonly batch: Tensor
  /** Takes one training step. */
  readonly step: () => void
}

/** The options of `coordinateCheck`. */
export interface CoordinateCheckOptions {
  /** Widths to compare, two at least, such as `[64, 128, 256, 512]`. */
  readonly widths: readonly number[]
  /** Training steps. Default 3. */
  readonly steps?: number | undefined
}

const NAMES: OptionNames<CoordinateCheckOptions> = { widths: true, steps: true }

/** How what one layer gives depends on the width, after so many steps. */
export interface CoordinateRow {
  readonly path: string
  readonly layer: string
  readonly step: number
  /** Mean |y| of its elements, for each width. */
  readonly sizes: readonly number[]
  /** Mean |y − y₀| since the start, for each width; zeros before the first step. */
  readonly changes: readonly number[]
  /** p of sizes ∝ widthᵖ, by least squares of the logarithms. */
  readonly slope: number
  /** The same of the changes; NaN before the first step. */
  readonly changeSlope: number
}

/**
 * The rows of a coordinate check; prints as a table.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { coordinateCheck, Dense, Sequential } from '@nn/layers'
 * const report = coordinateCheck({ widths: [2, 4], steps: 1 }, (width) => {
 *   const net = new Sequential(new Dense(1, { inUnits: width, weightInit: ones() }))
 *   net.initialize({ backend: cpu })
 *   const step = () => void net.layers[0].bias.data.add_(1)
 *   return { net, batch: cpu.ones([1, width]), step }
 * })
 * console.log(String(report))
 * // path  layer  step  width 2  width 4  slope  slope of change
 * // 0     Dense  0     2        4        1
 * // 0     Dense  1     3        5        0.737  0
 * ```
 */
export class CoordinateReport {
  readonly widths: readonly number[]
  readonly rows: readonly CoordinateRow[]

  constructor(widths: readonly number[], rows: readonly CoordinateRow[]) {
    this.widths = Object.freeze([...widths])
    this.rows = Object.freeze([...rows])
  }

  toString(): string {
    const digits = (value: number): string =>
      Number.isNaN(value) ? '' : String(Number(value.toPrecision(3)))
    const rows = this.rows.map(({ path, layer, step, sizes, slope, changeSlope }) => [
      ...[path, layer, String(step)],
      ...sizes.map(digits),
      ...[digits(slope), digits(changeSlope)],
    ])
    const headings = ['path', 'layer', 'step', ...this.widths.map((width) => `width ${width}`)]
    return formatTable([...headings, 'slope', 'slope of change'], rows)
  }
}

/**
 * Whether what layers give keeps its size as a network grows wider, before and after training steps: the check of a maximal-update parametrisation (μP; Yang et
 * al., 2021, https://arxiv.org/abs/2203.03466, appendix D.1). Under μP the slopes of the changes are near 0; under the usual parametrisation those of hidden layers
 * grow with the width.
 *
 * @param build Makes the network of a width, with its input and its training step; the layers of all widths have the same paths.
 * @throws TypeError or RangeError if there are not two widths, or the networks have other layers than the first; what forward and steps throw.
 * @example
 * ```ts
 * import { valueAndGrad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * import { coordinateCheck, Dense, Sequential, tanh } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const report = coordinateCheck({ widths: [16, 64], steps: 1 }, (width) => {
 *   const net = new Sequential(new Dense(width, { inUnits: 4, activation: tanh }), new Dense(1, { inUnits: width }))
 *   net.initialize({ rng: createRng(width), backend: cpu })
 *   const batch = cpu.normal(createRng(1), [8, 4])
 *   const step = () => {
 *     const { gradients } = valueAndGrad(net, () => net.forward(batch).square().mean())
 *     for (const [path, { data }] of net.parameters()) data.sub_(gradients.get(path)?.sign().mul_(0.01) ?? 0)
 *   }
 *   return { net, batch, step }
 * })
 * report.rows.map(({ path, step }) => `${path} after ${step}`) // => ['0 after 0', '1 after 0', '0 after 1', '1 after 1']
 * ```
 */
export function coordinateCheck(
  options: CoordinateCheckOptions,
  build: (width: number) => Trial,
): CoordinateReport {
  const where = 'coordinateCheck'
  checkGiven(where, options, NAMES)
  const { widths, steps = 3 } = options
  if (!Array.isArray(widths) || widths.length < 2) throw wrongKind(where, 'two widths at least', widths)
  for (const width of widths) integer(where, 'a width', width, 1)
  integer(where, 'steps', steps, 1)
  if (typeof build !== 'function') throw wrongKind(where, 'a function of the width', build)
  const tracks = widths.map((width) => trackOf(where, build(width), steps))
  const [first = []] = tracks
  const rows = first.map(({ path, layer, step }, i): CoordinateRow => {
    const same = tracks.map((track) => track[i])
    if (same.some((point) => point?.path !== path)) {
      throw new RangeError(message(where, 'networks of the same layers', `no ${path} in all of them`))
    }
    const sizes = same.map((point) => point?.size ?? 0)
    const changes = same.map((point) => point?.change ?? 0)
    return {
      path,
      layer,
      step,
      sizes,
      changes,
      slope: slopeOf(widths, sizes),
      changeSlope: slopeOf(widths, changes),
    }
  })
  return new CoordinateReport(widths, rows)
}

/** A layer's result at one step. */
interface Point {
  readonly path: string
  readonly layer: string
  readonly step: number
  readonly size: number
  readonly change: number
}

function trackOf(where: string, trial: Trial, steps: number): Point[] {
  if (!isPlain(trial) || !isModule(trial.net) || !isTensor(trial.batch) || typeof trial.step !== 'function') {
    throw wrongKind(where, '{ net, batch, step } of each width', trial)
  }
  const { net, batch, step } = trial
  const starts = new Map<string, Tensor>()
  const points: Point[] = []
  for (let i = 0; i <= steps; i++) {
    if (i > 0) step()
    observeCalls(
      net,
      ({ path, name, y }) => {
        const start = starts.get(path) ?? y.clone()
        starts.set(path, start)
        points.push({ path, layer: name, step: i, size: meanSize(y), change: meanSize(y.sub(start)) })
      },
      () => net.forward(batch),
    )
  }
  return points
}

function meanSize(x: Tensor): number {
  return Number(x.abs().mean().item())
}

/** The slope of log y over log x. */
function slopeOf(xs: readonly number[], ys: readonly number[]): number {
  const points = xs.map((x, i) => [Math.log(x), Math.log(ys[i] ?? 0)] as const)
  const mean = (k: 0 | 1): number => points.reduce((sum, point) => sum + point[k], 0) / points.length
  const [mx, my] = [mean(0), mean(1)]
  const cov = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return cov / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
