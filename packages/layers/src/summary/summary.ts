import { showShape } from '@nn/check'
import { formatTable } from '../format/table.ts'

/** One module of a summary. */
export interface SummaryRow {
  /** Path below the module that was asked; empty for itself. */
  readonly path: string
  /** Name of its class. */
  readonly layer: string
  /** Shape of its last result; undefined without inputs, or if its `forward` was not called or gave no tensor. */
  readonly outputShape: readonly number[] | undefined
  /** Number of elements of its own parameters, without those of modules below and those met before; undefined if not known yet. */
  readonly parameters: number | undefined
  /** Number of elements of frozen parameters. */
  readonly frozen: number
  /** The laws of its own parameters. */
  readonly initializer: string
}

/**
 * The modules of a network, parents first: path, class, output shape, number of parameters, laws; `String(summary)` is an
 * aligned table with the totals below.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Relu, Sequential, summary } from '@nn/layers'
 * const table = summary(new Sequential(new Dense(8), new Relu(), new Dense(1)), cpu.ones([2, 4]))
 * console.log(String(table))
 * // path  layer       output shape  parameters  initializer
 * //       Sequential  [2, 1]
 * // 0     Dense       [2, 8]        40          weight U[-0.5, 0.5), bias 0
 * // 1     Relu        [2, 8]
 * // 2     Dense       [2, 1]        9           weight U[-0.353553, 0.353553), bias 0
 * // 49 parameters, 0 frozen, 196 B
 * table.parameters // => 49
 * ```
 */
export class Summary {
  readonly rows: readonly SummaryRow[]
  /** Number of elements of all parameters, a shared one once; undefined if a shape is not known yet. */
  readonly parameters: number | undefined
  /** Number of elements of frozen parameters. */
  readonly frozen: number
  /** The size of all parameters in memory; undefined if a shape is not known yet. */
  readonly bytes: number | undefined

  constructor(rows: readonly SummaryRow[], bytes: number | undefined) {
    this.rows = Object.freeze([...rows])
    this.parameters = rows.reduce<number | undefined>(
      (sum, { parameters }) => (sum === undefined || parameters === undefined ? undefined : sum + parameters),
      0,
    )
    this.frozen = rows.reduce((sum, { frozen }) => sum + frozen, 0)
    this.bytes = bytes
  }

  toString(): string {
    const rows = this.rows.map(({ path, layer, outputShape, parameters, initializer }) => [
      path,
      layer,
      outputShape === undefined ? '' : showShape(outputShape),
      parameters === 0 ? '' : grouped(parameters),
      initializer,
    ])
    const table = formatTable(['path', 'layer', 'output shape', 'parameters', 'initializer'], rows)
    const total = `${grouped(this.parameters)} parameters, ${grouped(this.frozen)} frozen`
    return this.bytes === undefined ? `${table}\n${total}` : `${table}\n${total}, ${showBytes(this.bytes)}`
  }
}

/** `124,439,808` */
function grouped(count: number | undefined): string {
  return count === undefined ? '?' : String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A size in units of 1000, as disks have them. */
function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes === 0 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  return `${Number((bytes / 1000 ** power).toPrecision(4))} ${units[power]}`
}
