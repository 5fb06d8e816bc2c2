import { raised } from './errors.ts'
import type { Callable, Keywords } from './objects.ts'
import { tuple } from './objects.ts'
import { Scope } from './scope.ts'
import { listed, type Node, partOf, unread } from './syntax/syntax.ts'

/** A parameter of a function. */
interface Parameter {
  readonly name: string
  readonly kind: 'plain' | 'keyword' | 'rest' | 'keywords'
  readonly fallback: { readonly value: unknown } | undefined
}

/** `lambda …: …` */
export function lambda(node: Node, scope: Scope): Callable {
  const list = node.parts.find(({ kind }) => kind === 'ParamList')
  const body = node.parts.at(-1) as Node
  return functionOf('<lambda>', parametersOf(list?.parts ?? [], scope), scope, (inner) =>
    inner.machine.evaluate(body, inner),
  )
}

/** `def …(…): …`, without its decorators; `run` gives what its body returns. */
export function define(node: Node, scope: Scope, run: (body: Node, scope: Scope) => unknown): Callable {
  if (node.parts.some(({ kind }) => kind === 'async')) throw unread(node, 'async')
  const body = partOf(node, 'Body')
  if (has(body, 'YieldExpression') || has(body, 'YieldStatement')) throw unread(node, 'yield')
  const parameters = parametersOf(partOf(node, 'ParamList').parts.slice(1, -1), scope)
  return functionOf(partOf(node, 'VariableName').text, parameters, scope, (inner) => run(body, inner))
}

function has(node: Node, kind: string): boolean {
  if (node.kind === kind) return true
  return node.parts.some((part) => part.kind !== 'FunctionDefinition' && has(part, kind))
}

function parametersOf(parts: readonly Node[], scope: Scope): Parameter[] {
  let plain: Parameter['kind'] = 'plain'
  return listed(parts).flatMap((given): Parameter[] => {
    const [first, ...rest] = given.filter(({ kind }) => kind !== 'TypeDef')
    if (first === undefined) return [] // `/`
    if (first.kind === '*' || first.kind === '**') {
      if (first.kind === '*') plain = 'keyword'
      const [name] = rest
      const kind = first.kind === '*' ? 'rest' : 'keywords'
      return name === undefined ? [] : [{ name: name.text, kind, fallback: undefined }]
    }
    const fallback = rest[1]
    const value = fallback && { value: scope.machine.evaluate(fallback, scope) }
    return [{ name: first.text, kind: plain, fallback: value }]
  })
}

function functionOf(
  name: string,
  parameters: readonly Parameter[],
  scope: Scope,
  run: (inner: Scope) => unknown,
): Callable {
  const owner = scope.owner
  const callable: Callable = (positional, keywords) => {
    const frame = owner === undefined ? scope.frame : { owner, self: positional[0] }
    const inner = new Scope(scope.machine, 'function', scope, { frame })
    for (const [key, value] of bound(name, parameters, positional, keywords)) inner.names.set(key, value)
    return run(inner)
  }
  Object.defineProperty(callable, 'name', { value: name })
  return callable
}

function bound(
  where: string,
  parameters: readonly Parameter[],
  positional: readonly unknown[],
  keywords: Keywords,
): Map<string, unknown> {
  const names = new Map<string, unknown>()
  const rest = [...positional]
  const left = new Map(Object.entries(keywords))
  for (const { name, kind, fallback } of parameters) {
    if (kind === 'rest') names.set(name, tuple(rest.splice(0)))
    else if (kind === 'keywords') continue
    else if (kind === 'plain' && rest.length > 0) {
      if (left.has(name)) throw raised('TypeError', `${where}() got multiple values for argument '${name}'`)
      names.set(name, rest.shift())
    } else if (left.has(name)) {
      names.set(name, left.get(name))
      left.delete(name)
    } else if (fallback !== undefined) names.set(name, fallback.value)
    else throw raised('TypeError', `${where}() missing a required argument: '${name}'`)
  }
  if (rest.length > 0) throw raised('TypeError', `${where}() takes fewer arguments than ${positional.length}`)
  const others = parameters.find(({ kind }) => kind === 'keywords')
  if (others !== undefined) names.set(others.name, new Map(left))
  else if (left.size > 0) {
    throw raised('TypeError', `${where}() got an unexpected keyword argument '${[...left.keys()][0]}'`)
  }
  return names
}
