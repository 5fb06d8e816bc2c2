import { checkOptions, integer, message, type OptionNames, positive } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { formatTable } from '../format/table.ts'
import type { Module } from '../module/module.ts'
import { allOrNothing, checkRun, runWatched } from './watch.ts'

/** The options of `lsuv`. */
export interface LsuvOptions {
  /** Largest distance of the standard deviation from 1. Default 0.1. */
  readonly tolerance?: number | undefined
  /** Most corrections of a layer. Default 10. */
  readonly attempts?: number | undefined
}

/** The result of `lsuv` for one layer. */
export interface LsuvRow {
  /** Path of the layer; empty for a root. */
  readonly path: string
  /** Standard deviation of the layer's outputs, before its activation, at the start. */
  readonly before: number
  /** Standard deviation of the layer's outputs, before its activation, at the end. */
  readonly after: number
  /** Number of corrections of the layer's weight. */
  readonly attempts: number
}

/**
 * What `lsuv` did, one row for each layer; `String(report)` is an aligned table.
 *
 * @example
 * ```ts
 * import { LsuvReport } from '@nn/layers'
 * const row = { path: '0', before: 2, after: 1, attempts: 1 }
 * String(new LsuvReport([row])).split('\n')[1] // => '0      2       1      1'
 * ```
 */
export class LsuvReport {
  readonly rows: readonly LsuvRow[]

  constructor(rows: readonly LsuvRow[]) {
    this.rows = Object.freeze([...rows])
  }

  toString(): string {
    const digits = (value: number): string => String(Number(value.toPrecision(4)))
    const rows = this.rows.map(({ path, before, after, attempts }) => [
      path,
      digits(before),
      digits(after),
      String(attempts),
    ])
    return formatTable(['layer', 'before', 'after', 'corrections'], rows)
  }
}

/**
 * Layer-sequential unit variance: in the order in which layers run on a batch, each weight is divided by the standard deviation of its layer's
 * outputs until that is 1 (Mishkin and Matas, 2015, https://arxiv.org/abs/1511.06422). The network is initialised before, as the paper has it
 * with `orthogonal()`; activations that a layer applies itself do not count. Layers that give no single tensor are left alone. All
 * weights change, or none.
 *
 * @param inputs What `forward` takes.
 * @throws TypeError or RangeError if an option is wrong, RangeError if a layer's outputs have no spread, NotReadyError if there are
 * no values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { orthogonal } from '@nn/init'
 * import { Dense, lsuv, Sequential, tanh } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const net = new Sequential(new Dense(32, { activation: tanh }), new Dense(32, { activation: tanh }), new Dense(8))
 * net.initialize({ init: orthogonal(), rng })
 * const { rows } = lsuv(net, [cpu.normal(rng.at('batch'), [256, 16], { std: 3 })])
 * rows.every(({ after }) => Math.abs(after - 1) < 0.1) // => true
 * ```
 */
export function lsuv(module: Module, inputs: readonly unknown[], options: LsuvOptions = {}): LsuvReport {
  const where = checkRun('lsuv', module, inputs)
  checkOptions(where, options, NAMES)
  const { tolerance = 0.1, attempts = 10 } = options
  positive(where, 'tolerance', tolerance)
  integer(where, 'attempts', attempts, 1)
  const rows: LsuvRow[] = []
  allOrNothing(module.parameters().values(), () => {
    runWatched(module, inputs, ({ layer, weight, run }) => {
      const spread = (): number => spreadOf(layer.path || where, run())
      const before = spread()
      let [after, corrections] = [before, 0]
      for (; Math.abs(after - 1) >= tolerance && corrections < attempts; corrections++) {
        weight.data.div_(after)
        after = spread()
      }
      rows.push({ path: layer.path, before, after, attempts: corrections })
    })
  })
  return new LsuvReport(rows)
}

function spreadOf(where: string, outputs: Tensor): number {
  const std = Number(outputs.std().item())
  if (std > 0 && Number.isFinite(std)) return std
  throw new RangeError(message(where, 'outputs that differ', `a standard deviation of ${std}`))
}

const NAMES: OptionNames<LsuvOptions> = { tolerance: true, attempts: true }
