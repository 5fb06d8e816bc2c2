// The parameters of Keras 3.15's classes in their order, with their defaults: `inspect.signature` of each.
import signatures from './signatures.json' with { type: 'json' }

type Parameter = readonly [name: string, fallback?: unknown]

/** By class. */
export const CLASSES: Readonly<Record<string, readonly Parameter[]>> =
  signatures.classes as unknown as Record<string, Parameter[]>

/** Other names of classes. */
export const ALIASES: Readonly<Record<string, string>> = signatures.aliases

/** What every layer takes beside its own parameters. */
const COMMON = [
  'name',
  'dtype',
  'trainable',
  'activity_regularizer',
  'autocast',
  'input_shape',
  'batch_input_shape',
  'batch_shape',
  'input_dim',
]

/** The arguments of a call of a class by name, with the defaults of those that are left out. */
export function argumentsOf(
  className: string,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parameters = CLASSES[className]
  if (parameters === undefined) throw new RangeError(`a class of Keras that is not known: ${className}`)
  if (positional.length > parameters.length) {
    throw new TypeError(
      `${className}: expected at most ${parameters.length} arguments, got ${positional.length}`,
    )
  }
  const names = parameters.map(([name]) => name)
  const unknown = Object.keys(keywords).find((name) => !names.includes(name) && !COMMON.includes(name))
  if (unknown !== undefined) throw new TypeError(`${className}: an argument that is not known: ${unknown}`)
  const given: Record<string, unknown> = { ...keywords }
  for (const [i, value] of positional.entries()) given[names[i] ?? ''] = value
  // In the order of the signature, in which constructors get their initializers.
  const ordered: Record<string, unknown> = {}
  for (const [name, ...fallback] of parameters) {
    const isGiven = Object.hasOwn(given, name)
    if (!isGiven && fallback.length === 0)
      throw new TypeError(`${className}: expected the argument ${name}, got none`)
    ordered[name] = isGiven ? given[name] : fallback[0]
  }
  return {
    ...ordered,
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name))),
  }
}
