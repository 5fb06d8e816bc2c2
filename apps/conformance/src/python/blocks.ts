import { getAttribute } from './attributes.ts'
import { EXCEPTIONS, PyError } from './errors.ts'
import { PyClass, PyObject } from './objects.ts'
import { splitAt, statementsOf, values } from './parts.ts'
import type { Scope, Signal } from './scope.ts'
import { type Node, unread, within } from './syntax/syntax.ts'
import { assign, targetOf } from './targets.ts'
import { call, iterate, truth } from './values.ts'

export function conditional(node: Node, scope: Scope): Signal | undefined {
  const { parts } = node
  for (let i = 0; i < parts.length; ) {
    const word = parts[i] as Node
    const isElse = word.kind === 'else'
    const body = parts[i + (isElse ? 1 : 2)] as Node
    if (isElse || truth(scope.machine.evaluate(parts[i + 1] as Node, scope))) {
      return scope.machine.run(statementsOf(body), scope)
    }
    i += 3
  }
  return undefined
}

/** The bodies after words such as `else`. */
function bodyAfter(node: Node, word: string): readonly Node[] | undefined {
  const at = node.parts.findIndex(({ kind }) => kind === word)
  const body = at < 0 ? undefined : node.parts[at + 1]
  return body && statementsOf(body)
}

export function loop(node: Node, scope: Scope): Signal | undefined {
  const { parts } = node
  const at = parts.findIndex(({ kind }) => kind === 'in')
  const bodyAt = parts.findIndex(({ kind }) => kind === 'Body')
  const target = targetOf(parts.slice(1, at))
  const body = statementsOf(parts[bodyAt] as Node)
  for (const item of iterate(values(parts.slice(at + 1, bodyAt), scope))) {
    assign(target, item, scope)
    const signal = scope.machine.run(body, scope)
    if (signal?.kind === 'break') return undefined
    if (signal?.kind === 'return') return signal
  }
  return scope.machine.run(bodyAfter(node, 'else') ?? [], scope)
}

export function whileLoop(node: Node, scope: Scope): Signal | undefined {
  const [, condition, body] = node.parts as [Node, Node, Node]
  while (truth(scope.machine.evaluate(condition, scope))) {
    const signal = scope.machine.run(statementsOf(body), scope)
    if (signal?.kind === 'break') return undefined
    if (signal?.kind === 'return') return signal
  }
  return scope.machine.run(bodyAfter(node, 'else') ?? [], scope)
}

export function attempt(node: Node, scope: Scope): Signal | undefined {
  const final = bodyAfter(node, 'finally')
  let signal: Signal | undefined
  try {
    signal =
      scope.machine.run(bodyAfter(node, 'try') ?? [], scope) ??
      scope.machine.run(bodyAfter(node, 'else') ?? [], scope)
  } catch (error) {
    const handler = error instanceof PyError ? handlerOf(node, error, scope) : undefined
    if (handler === undefined) throw error
    signal = scope.machine.run(handler, scope)
  } finally {
    const ended = final && scope.machine.run(final, scope)
    if (ended !== undefined) signal = ended
  }
  return signal
}

/** The body of the `except` that is for an exception. */
function handlerOf(node: Node, { value }: PyError, scope: Scope): readonly Node[] | undefined {
  const { parts } = node
  for (let i = 0; i < parts.length; i++) {
    if (parts[i]?.kind !== 'except') continue
    const end = parts.findIndex(({ kind }, j) => j > i && kind === 'Body')
    const [type, as, name] = parts.slice(i + 1, end)
    const wanted =
      type === undefined ? [EXCEPTIONS.get('Exception')] : [scope.machine.evaluate(type, scope)].flat()
    if (!wanted.some((one) => one instanceof PyClass && value.type.isBelow(one))) continue
    if (as?.kind === 'as' && name !== undefined) scope.set(name.text, value)
    return statementsOf(parts[end] as Node)
  }
  return undefined
}

/** `with a as b, c: …` */
export function inContext(node: Node, scope: Scope): Signal | undefined {
  const end = node.parts.findIndex(({ kind }) => kind === 'Body')
  const inner = node.parts.slice(1, end)
  const managers = inner[0]?.kind === 'ParenthesizedExpression' ? within(inner[0]) : inner
  const entered: unknown[] = []
  try {
    for (const [expression, , target] of splitAt(managers, ',')) {
      const manager = scope.machine.evaluate(expression as Node, scope)
      const value = call(getAttribute(manager, '__enter__'), [])
      entered.push(manager)
      if (target !== undefined) assign([target], value, scope)
    }
    return scope.machine.run(statementsOf(node.parts[end] as Node), scope)
  } finally {
    for (const manager of entered.reverse()) call(getAttribute(manager, '__exit__'), [null, null, null])
  }
}

export function raising(node: Node, scope: Scope): never {
  const [, given] = node.parts
  if (given === undefined) throw unread(node, 'raise without an exception')
  const value = scope.machine.evaluate(given, scope)
  const made = value instanceof PyClass ? call(value, []) : value
  if (made instanceof PyObject) throw new PyError(made)
  throw unread(node)
}
