import { formatTable } from '../format/table.ts'
import { hide, showAsText } from '../tree/nodes.ts'
import type { Source } from './precedence.ts'

/** What happened to one parameter or buffer. */
export interface ReportRow {
  /** Path below the module that was asked. */
  readonly path: string
  /** Whether it has new values, will get them with the first input, or was left as it was. */
  readonly status: 'initialized' | 'deferred' | 'kept'
  /** The law of its values. */
  readonly law: string
  /** Where its initializer came from; `'loaded'` for values of a state dict that are kept. */
  readonly source: Source | 'loaded'
  readonly reason: string
}

/**
 * What `initialize` did, one row for each parameter and buffer; `String(report)` is an aligned table.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Dense } from '@nn/layers'
 * const report = new Dense(8, { inUnits: 4 }).initialize({ init: constant(1), backend: cpu })
 * report.rows[0] // => { path: 'weight', status: 'initialized', law: '1', source: 'init', reason: 'init of initialize' }
 * String(report).split('\n')[2] // => "bias    initialized  0    layer's default"
 * ```
 */
export class InitReport {
  /** @internal */
  declare readonly $state: { readonly make: () => readonly ReportRow[]; rows?: readonly ReportRow[] }

  /** @param make Gives the rows, as things were when the report was made; it is called when they are asked for, as most are not. */
  constructor(make: () => readonly ReportRow[]) {
    hide(this, { make })
    showAsText(InitReport.prototype)
  }

  // Of the class: a getter of its own in each report takes as long as all else that initialises a small network.
  /** What happened to each parameter and buffer. */
  get rows(): readonly ReportRow[] {
    const state = this.$state
    state.rows ??= Object.freeze(state.make())
    return state.rows
  }

  toString(): string {
    const rows = this.rows.map(({ path, status, law, reason }) => [path, status, law, reason])
    return formatTable(['path', 'status', 'law', 'source'], rows)
  }

  /** For `JSON.stringify`. */
  toJSON(): { readonly rows: readonly ReportRow[] } {
    return { rows: this.rows }
  }
}

/** Rows in the order of the paths of a tree. */
export function inTreeOrder<R extends { readonly path: string }>(
  paths: ReadonlyMap<string, unknown>,
  rows: readonly R[],
): R[] {
  const byPath = new Map(rows.map((row) => [row.path, row]))
  return [...paths.keys()].flatMap((path) => byPath.get(path) ?? [])
}
