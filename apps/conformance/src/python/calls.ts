import { raised } from './errors.ts'
import { entriesOf } from './methods.ts'
import { PySuper } from './objects.ts'
import type { Scope } from './scope.ts'
import { listed, type Node, unread, within } from './syntax/syntax.ts'
import { call, iterate, text } from './values.ts'

/** What a call passes. */
export interface Arguments {
  readonly positional: readonly unknown[]
  readonly keywords: Readonly<Record<string, unknown>>
}

const FLOAT: unique symbol = Symbol('float')

function markFloat(positional: readonly unknown[]): void {
  Object.defineProperty(positional, FLOAT, { value: true })
}

/** Whether a call has a float among its literals: 1.0 and 1 are one number here, and two types of tensors there. */
export function saysFloat(positional: readonly unknown[]): boolean {
  return FLOAT in positional
}

function hasFloat(node: Node): boolean {
  return (node.kind === 'Number' && /^[\d_]*\.|^\d[\d_]*e/i.test(node.text)) || node.parts.some(hasFloat)
}

/** The arguments between the brackets of a call. */
export function argumentsOf(list: Node, scope: Scope): Arguments {
  const { machine } = scope
  const positional: unknown[] = []
  const keywords: Record<string, unknown> = {}
  const inner = within(list)
  // `f(x for x in y)` has one argument.
  const generator = inner.some(({ kind }) => kind === 'for')
  if (generator) {
    positional.push(machine.evaluate({ ...list, kind: 'ComprehensionExpression' }, scope))
    return { positional, keywords }
  }
  if (hasFloat(list)) markFloat(positional)
  for (const parts of listed(inner)) {
    const [first, second, third] = parts as [Node, Node | undefined, Node | undefined]
    if (second === undefined) positional.push(machine.evaluate(first, scope))
    else if (first.kind === '*') positional.push(...iterate(machine.evaluate(second, scope)))
    else if (first.kind === '**') {
      for (const [name, value] of entriesOf(machine.evaluate(second, scope))) keywords[text(name)] = value
    } else if (second.text === ':=' && third !== undefined) {
      const value = machine.evaluate(third, scope)
      scope.around.set(first.text, value)
      positional.push(value)
    } else if (second.kind === 'AssignOp' && third !== undefined)
      keywords[first.text] = machine.evaluate(third, scope)
    else throw unread(list)
  }
  return { positional, keywords }
}

/** The marker that the name `super` stands for: what it gives depends on where it is called. */
export const SUPER: symbol = Symbol('super')

/** Calls; `super()` finds its class and object in the method around it. */
export function invoke(callee: unknown, { positional, keywords }: Arguments, scope: Scope): unknown {
  if (callee !== SUPER) return call(callee, positional, keywords)
  const [type, self] = positional.length > 0 ? positional : [scope.frame?.owner.class, scope.frame?.self]
  if (type === undefined) throw raised('RuntimeError', 'super(): no arguments')
  return new PySuper(type as PySuper['after'], self)
}
