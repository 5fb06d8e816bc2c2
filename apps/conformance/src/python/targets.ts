import { deleteAttribute, setAttribute } from './attributes.ts'
import { raised } from './errors.ts'
import type { Scope } from './scope.ts'
import { deleteItem, keyOf, setItem } from './subscripts.ts'
import { listed, type Node, unread, within } from './syntax/syntax.ts'
import { iterate } from './values.ts'

/** What is assigned to: one target, or several with commas between them. */
export function targetOf(parts: readonly Node[]): readonly Node[] {
  return parts.filter(({ kind }) => kind !== 'TypeDef')
}

/** Assigns a value to a target, or its items to several. */
export function assign(target: readonly Node[], value: unknown, scope: Scope): void {
  const [only] = target
  if (target.length === 1 && only !== undefined) assignOne(only, value, scope)
  else unpack(listed(target), value, scope)
}

function assignOne(target: Node, value: unknown, scope: Scope): void {
  switch (target.kind) {
    case 'VariableName':
      scope.set(target.text, value)
      break
    case 'MemberExpression': {
      const [owner, dot, name] = target.parts as [Node, Node, Node]
      const holder = scope.machine.evaluate(owner, scope)
      if (dot.kind === '.') setAttribute(holder, name.text, value)
      else setItem(holder, keyOf(target, scope), value)
      break
    }
    case 'TupleExpression':
    case 'ArrayExpression':
      unpack(listed(within(target)), value, scope)
      break
    case 'ParenthesizedExpression':
      assign(within(target), value, scope)
      break
    default:
      throw unread(target, `an assignment to ${target.kind}`)
  }
}

/** `a, *b, c = value` */
function unpack(targets: readonly (readonly Node[])[], value: unknown, scope: Scope): void {
  const items = [...iterate(value)]
  const star = targets.findIndex(([first]) => first?.kind === '*')
  if (star < 0 ? items.length !== targets.length : items.length < targets.length - 1) {
    throw raised('ValueError', `expected ${targets.length} values to unpack, got ${items.length}`)
  }
  const extra = items.length - targets.length
  let next = 0
  for (const [i, parts] of targets.entries()) {
    if (i === star) {
      assign(parts.slice(1), items.slice(next, next + extra + 1), scope)
      next += extra + 1
    } else assign(parts, items[next++], scope)
  }
}

/** `del target` */
export function remove(target: Node, scope: Scope): void {
  if (target.kind === 'VariableName') scope.names.delete(target.text)
  else if (target.kind === 'MemberExpression') {
    const [owner, dot, name] = target.parts as [Node, Node, Node]
    const holder = scope.machine.evaluate(owner, scope)
    if (dot.kind === '.') deleteAttribute(holder, name.text)
    else deleteItem(holder, keyOf(target, scope))
  } else throw unread(target, `del of ${target.kind}`)
}
