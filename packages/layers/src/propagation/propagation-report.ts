import { formatTable } from '../format/table.ts'

/** Numbers of many elements. */
export interface Spread {
  readonly mean: number
  readonly std: number
  /** The root of the second moment that the mean-field recursion predicts; undefined where it says nothing. */
  readonly predicted: number | undefined
  /** The root of the second moment as it is: what was predicted. */
  readonly rms: number
}

/** What one layer gives, and the gradient by that. */
export interface PropagationRow {
  /** Path of the layer; empty for a root. */
  readonly path: string
  /** Its class, or the name of the function. */
  readonly layer: string
  readonly activations: Spread
  readonly gradients: Spread
}

/**
 * Activations and gradients by layer, measured beside predicted; prints as a table.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, ones } from '@nn/init'
 * import { Dense, propagation, Sequential } from '@nn/layers'
 * const net = new Sequential(
 *   new Dense(4, { inUnits: 4, weightInit: constant(0.5) }),
 *   new Dense(4, { inUnits: 4, weightInit: ones() }),
 * )
 * net.initialize({ backend: cpu })
 * console.log(String(propagation(net, cpu.ones([2, 4]), (y) => y.sum())))
 * // path  layer  mean  std  rms  predicted  gradient std  rms  predicted
 * // 0     Dense  2     0    2    1          0             4    2
 * // 1     Dense  8     0    8    2          0             1    1
 * ```
 */
export class PropagationReport {
  /** In the order in which the layers ran. */
  readonly rows: readonly PropagationRow[]
  /** The value of the loss. */
  readonly loss: number

  constructor(rows: readonly PropagationRow[], loss: number) {
    this.rows = Object.freeze([...rows])
    this.loss = loss
  }

  toString(): string {
    const cells = ({ mean, std, rms, predicted }: Spread): string[] => [mean, std, rms, predicted].map(digits)
    const rows = this.rows.map(({ path, layer, activations, gradients }) => [
      path,
      layer,
      ...cells(activations),
      ...cells(gradients).slice(1),
    ])
    const headings = ['path', 'layer', 'mean', 'std', 'rms', 'predicted']
    const backwards = ['gradient std', 'rms', 'predicted']
    return formatTable([...headings, ...backwards], rows)
  }
}

function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(3)))
}
