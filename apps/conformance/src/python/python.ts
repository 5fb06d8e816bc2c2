import { BUILTINS } from './builtins.ts'
import { DATACLASSES } from './dataclass.ts'
import { evaluate } from './expressions.ts'
import { type Machine, Scope } from './scope.ts'
import { STANDARD } from './standard.ts'
import { execute } from './statements.ts'
import { parse } from './syntax/syntax.ts'

/** Modules by the names that a program imports them by, such as `torch` and `torch.nn`; members are values of a program. */
export type Modules = Readonly<Record<string, unknown>>

/** What a program is run with. */
export interface Surroundings {
  readonly modules?: Modules | undefined
  /** Variables that are there before the program's first line. */
  readonly names?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Runs a program in the subset of Python that models are written in, and gives its variables back: classes with inheritance and
 * `super()`, functions, lambdas, comprehensions, generators, `for`, `while`, `if`, `try`, `with`, f-strings, targets with commas and
 * stars, slices, arithmetic, decorators, imports of the given modules and of a little of Python's own library.
 *
 * @throws SyntaxError with the name of a construct that is not read, ReferenceError for a module or member that is not known, PyError for
 * what the program itself raises.
 */
export function runProgram(
  code: string,
  { modules = {}, names = {} }: Surroundings = {},
): Record<string, unknown> {
  const known: Modules = { ...STANDARD, dataclasses: DATACLASSES, ...modules }
  const machine: Machine = {
    evaluate,
    run: execute,
    module: (name) => moduleOf(known, name),
  }
  const builtins = new Scope(machine, 'module')
  for (const [name, value] of Object.entries(BUILTINS)) builtins.names.set(name, value)
  const scope = new Scope(machine, 'module', builtins)
  for (const [name, value] of Object.entries({ __name__: 'program', ...names })) scope.names.set(name, value)
  execute(parse(code).parts, scope)
  return Object.fromEntries(scope.names)
}

/** A module by its path: given as such, or the member of one above. */
function moduleOf(modules: Modules, name: string): unknown {
  if (Object.hasOwn(modules, name)) return modules[name]
  const dot = name.lastIndexOf('.')
  const above: unknown = dot < 0 ? undefined : moduleOf(modules, name.slice(0, dot))
  const member: unknown =
    typeof above === 'object' && above !== null ? Reflect.get(above, name.slice(dot + 1)) : undefined
  if (member === undefined) throw new ReferenceError(`a module that is not known: ${name}`)
  return member
}
