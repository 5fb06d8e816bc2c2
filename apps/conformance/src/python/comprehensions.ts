import { Scope } from './scope.ts'
import { type Node, unread, within } from './syntax/syntax.ts'
import { assign, targetOf } from './targets.ts'
import { hashable, iterate, truth } from './values.ts'

/** `for … in …` or `if …` of a comprehension. */
type Clause = { readonly target: readonly Node[]; readonly over: Node } | { readonly condition: Node }

/** The values of `element for … in … if …`, one by one. */
export function comprehend(parts: readonly Node[], scope: Scope): Iterable<unknown> {
  const at = parts.findIndex(({ kind }) => kind === 'for')
  const [element] = parts
  if (at !== 1 || element === undefined) throw unread(parts[0] as Node, 'a comprehension of several')
  return run(clausesOf(parts.slice(at)), new Scope(scope.machine, 'comprehension', scope), (inner) =>
    inner.machine.evaluate(element, inner),
  )
}

/** The pairs of `{key: value for … in …}`. */
export function entriesComprehended(node: Node, scope: Scope): Iterable<readonly [unknown, unknown]> {
  const parts = within(node)
  const [key, colon, value] = parts
  if (key === undefined || colon?.kind !== ':' || value === undefined) throw unread(node)
  return run(clausesOf(parts.slice(3)), new Scope(scope.machine, 'comprehension', scope), (inner) => [
    hashable(inner.machine.evaluate(key, inner)),
    inner.machine.evaluate(value, inner),
  ])
}

function clausesOf(parts: readonly Node[]): Clause[] {
  const clauses: Clause[] = []
  for (let i = 0; i < parts.length; ) {
    const word = parts[i] as Node
    if (word.kind === 'for') {
      const end = parts.findIndex(({ kind }, j) => j > i && kind === 'in')
      clauses.push({ target: targetOf(parts.slice(i + 1, end)), over: parts[end + 1] as Node })
      i = end + 2
    } else if (word.kind === 'if') {
      clauses.push({ condition: parts[i + 1] as Node })
      i += 2
    } else throw unread(word, `${word.kind} in a comprehension`)
  }
  return clauses
}

function* run<T>(clauses: readonly Clause[], scope: Scope, element: (scope: Scope) => T): Generator<T> {
  const [clause, ...rest] = clauses
  if (clause === undefined) yield element(scope)
  else if ('condition' in clause) {
    if (truth(scope.machine.evaluate(clause.condition, scope))) yield* run(rest, scope, element)
  } else {
    for (const item of iterate(scope.machine.evaluate(clause.over, scope))) {
      assign(clause.target, item, scope)
      yield* run(rest, scope, element)
    }
  }
}
