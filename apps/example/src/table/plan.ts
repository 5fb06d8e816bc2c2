import type { Plan, Summary } from '@nn/layers'
import { showFolded } from './table.ts'

/** What a plan says of each parameter. */
export function showPlan(plan: Plan, columns?: number): string {
  const parameters = plan.rows.filter(({ role }) => role !== 'buffer')
  const rows = parameters.map(({ path, shape, role, fans, law, std, reason }) => {
    const flow = fans === undefined ? '' : `${fans.fanIn} → ${fans.fanOut}`
    return { path, cells: [showShape(shape), role, flow, law, digits(std), reason] }
  })
  return showFolded(['shape', 'role', 'fans', 'law', 'std', 'source'], rows, columns)
}

/** The layers of a network, and its totals. */
export function showSummary(summary: Summary, columns?: number): string {
  const rows = summary.rows.map(({ path, layer, outputShape, parameters, initializer }) => {
    const count = parameters === undefined ? '?' : parameters === 0 ? '' : parameters.toLocaleString('en-US')
    return {
      path,
      cells: [layer, outputShape === undefined ? '' : showShape(outputShape), count, initializer],
    }
  })
  const table = showFolded(['layer', 'output shape', 'parameters', 'initializer'], rows, columns)
  const total = String(summary).split('\n').at(-1)
  return `${table}\n${total}`
}

function showShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((length) => length ?? '?').join(', ')}]`
}

/** At most four digits. */
export function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)))
}
