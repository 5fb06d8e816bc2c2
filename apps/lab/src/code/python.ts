import { fit, PYTHON } from './fit.ts'

/** A number as Python reads it. */
export function py(value: number): string {
  if (Number.isNaN(value)) return "float('nan')"
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')"
  return Object.is(value, -0) ? '-0.0' : String(value)
}

/** Arguments of a call; those that are undefined are left out. */
export function args(...given: readonly (string | undefined)[]): string {
  return given.filter((each) => each !== undefined).join(', ')
}

/** `name=value`, or undefined where the value is what the function fills in. */
export function option(name: string, value: number, otherwise?: number): string | undefined {
  return value === otherwise ? undefined : `${name}=${py(value)}`
}

/** Lines one level deeper. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`))
}

/** Parts of a program with an empty line between them; two around definitions. */
export function program(...parts: readonly (readonly string[])[]): string {
  let text = ''
  let wasDefinition = false
  for (const lines of parts.filter(({ length }) => length > 0)) {
    const isDefinition = /^(class|def|@)/.test(lines[0] ?? '')
    const space = text === '' ? '' : isDefinition || wasDefinition ? '\n\n' : '\n'
    text += `${space}${lines.flatMap((line) => fit(line, PYTHON)).join('\n')}\n`
    wasDefinition = isDefinition
  }
  return text
}

/** A network that has no more parameters than this is printed as a whole, a larger one by its first and its last. */
export const SHOWN = { all: 16, first: 6, last: 2 } as const

/** The first values of parameters that a program prints. */
export const VALUES = 4

/** What is printed of parameters. */
export function shownOf<T>(parameters: readonly T[]): readonly T[] {
  if (parameters.length <= SHOWN.all) return parameters
  return [...parameters.slice(0, SHOWN.first), ...parameters.slice(-SHOWN.last)]
}
