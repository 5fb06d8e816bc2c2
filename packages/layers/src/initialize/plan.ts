import { checkOptions, keysOf, message, oneOf, show, showShape } from '@nn/check'
import type { Fans, Law } from '@nn/init'
import { formatTable } from '../format/table.ts'
import type { PartialShape } from '../tree/shape.ts'
import type { Tree } from '../tree/walk.ts'
import { DECISIONS, decide } from './decide.ts'
import { inDialect, type Step } from './dialect.ts'
import type { InitializeOptions } from './initialize.ts'
import { describeBuffer, reasonOf } from './law.ts'
import type { Source } from './precedence.ts'
import { checkReads } from './reads.ts'
import { inTreeOrder } from './report.ts'
import type { BufferSlot } from './slot.ts'

/** The initializer that one parameter or buffer would get, with its law. */
export interface PlanRow {
  /** Path below the module that was asked. */
  readonly path: string
  readonly shape: PartialShape
  /** Of a buffer `'buffer'`. */
  readonly role: string
  readonly fans: Fans | undefined
  readonly law: string
  readonly mean: number | undefined
  readonly std: number | undefined
  readonly low: number | undefined
  readonly high: number | undefined
  readonly source: Source
  readonly reason: string
  /** Absolute path: what picks the stream of the values. */
  readonly seedPath: string
}

/**
 * What `initialize` would do with the same options and `forceReinit: true`, one row for each parameter and buffer, without making a
 * value; `String(plan)` is an aligned table.
 *
 * @example
 * ```ts
 * import { kaimingNormal } from '@nn/init'
 * import { Dense } from '@nn/layers'
 * const plan = new Dense(8, { inUnits: 4 }).plan({ init: kaimingNormal() })
 * plan.rows[0]?.std // => Math.SQRT1_2
 * String(plan).split('\n')[1] // => 'weight  [8, 4]  weight  4 → 8  N(0, 0.707107²)  0.7071  init of initialize'
 * ```
 */
export class Plan {
  readonly rows: readonly PlanRow[]

  constructor(rows: readonly PlanRow[]) {
    this.rows = Object.freeze([...rows])
  }

  /**
   * An aligned table of these columns, by default those of `String(plan)`.
   *
   * @throws TypeError if columns are no array of names, RangeError if one is no column.
   */
  table(columns: readonly PlanColumn[] = COLUMNS): string {
    if (!Array.isArray(columns)) throw new TypeError(message('plan', 'an array of columns', show(columns)))
    const cells = columns.map((column) => CELLS[oneOf('plan', 'column', column, ALL_COLUMNS)])
    return formatTable(
      columns,
      this.rows.map((row) => cells.map((cell) => cell(row))),
    )
  }

  toString(): string {
    return this.table()
  }
}

/** What a plan's table can show. */
export type PlanColumn = Exclude<keyof PlanRow, 'reason'>

/** At most four digits. */
function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)))
}

const CELLS: Readonly<Record<PlanColumn, (row: PlanRow) => string>> = {
  path: ({ path }) => path,
  shape: ({ shape }) => showShape(shape),
  role: ({ role }) => role,
  fans: ({ fans }) => (fans === undefined ? '' : `${fans.fanIn} → ${fans.fanOut}`),
  law: ({ law }) => law,
  mean: ({ mean }) => digits(mean),
  std: ({ std }) => digits(std),
  low: ({ low }) => digits(low),
  high: ({ high }) => digits(high),
  source: ({ reason }) => reason,
  seedPath: ({ seedPath }) => seedPath,
}
const ALL_COLUMNS = /* @__PURE__ */ keysOf(CELLS)
const COLUMNS: readonly PlanColumn[] = ['path', 'shape', 'role', 'fans', 'law', 'std', 'source']

/** The options of `module.plan`. */
export type PlanOptions = Pick<InitializeOptions, 'init' | 'rules' | 'recipe' | 'complete' | 'dialect'>

/** The choices that `initialize` would make, with their laws. */
export function planModule(where: string, { buffers, ...parameters }: Tree, options: PlanOptions): Plan {
  checkOptions(where, options, DECISIONS)
  const { dialect } = options
  const chosen = decide(where, parameters, options)
  const steps =
    dialect === undefined ? chosen : inOrderOf(chosen, inDialect(dialect.fork(), chosen, parameters, 'none'))
  const rows = steps.map(({ path, parameter, choice }): PlanRow => {
    const { init, source } = choice
    const { shape, role, fans, path: seedPath } = parameter
    checkReads(
      parameter,
      init,
      init.needs.filter((need) => need === 'fans'),
    )
    const { text: law, mean, std, low, high }: Law = init.describe(parameter)
    return {
      path,
      shape,
      role,
      fans,
      law,
      mean,
      std,
      low,
      high,
      source,
      reason: reasonOf(parameter, choice),
      seedPath,
    }
  })
  return new Plan(inTreeOrder(parameters.owners, [...rows, ...[...buffers].map(bufferRow)]))
}

/** What a buffer would start as, whatever the options. */
function bufferRow([path, buffer]: readonly [path: string, buffer: BufferSlot]): PlanRow {
  const { text: law, mean, std, low, high } = describeBuffer(buffer)
  const { shape, path: seedPath } = buffer
  const said = { source: 'default', reason: "layer's default" } as const
  return { path, shape, role: 'buffer', fans: undefined, law, mean, std, low, high, ...said, seedPath }
}

/** The steps of a dialect in the order of the parameters. */
function inOrderOf(steps: readonly Step[], arranged: readonly Step[]): Step[] {
  const byParameter = new Map(arranged.map((step) => [step.parameter, step]))
  return steps.map((step) => byParameter.get(step.parameter) ?? step)
}
