/** The arguments of a call by the names of its parameters; every argument must have one. */
export function bind(
  parameters: readonly string[],
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const bound: Record<string, unknown> = {}
  for (const [i, value] of positional.entries()) {
    const name = parameters[i]
    if (name === undefined) throw new TypeError(`a program's call with ${positional.length} arguments`)
    bound[name] = value
  }
  for (const [name, value] of Object.entries(keywords)) {
    if (!parameters.includes(name)) throw new TypeError(`a program's argument that is not known: ${name}`)
    bound[name] = value
  }
  return bound
}

/** Arguments without some that change nothing here. */
export function without(
  given: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)))
}
