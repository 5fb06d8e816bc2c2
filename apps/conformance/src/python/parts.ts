import { items } from './expressions.ts'
import { tuple } from './objects.ts'
import type { Scope } from './scope.ts'
import type { Node } from './syntax/syntax.ts'

/** The statements of `: …`. */
export function statementsOf(body: Node): readonly Node[] {
  return body.parts.filter(({ kind }) => kind !== ':' && kind !== ';')
}

/** One value, or a tuple of those with commas between them. */
export function values(parts: readonly Node[], scope: Scope): unknown {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return scope.machine.evaluate(only, scope)
  return tuple(items(parts, scope))
}

/** Parts between those of a kind. */
export function splitAt(parts: readonly Node[], kind: string): Node[][] {
  const runs: Node[][] = [[]]
  for (const part of parts) {
    if (part.kind === kind) runs.push([])
    else runs.at(-1)?.push(part)
  }
  return runs
}
