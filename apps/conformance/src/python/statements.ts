import { getAttribute } from './attributes.ts'
import { argumentsOf } from './calls.ts'
import { EXCEPTIONS, PyError, raised } from './errors.ts'
import { items } from './expressions.ts'
import { define } from './functions.ts'
import { PyClass, PyObject, tuple } from './objects.ts'
import { updated } from './operators.ts'
import { Scope } from './scope.ts'
import { type Node, partOf, unread, within } from './syntax.ts'
import { assign, remove, targetOf } from './targets.ts'
import { call, iterate, text, truth } from './values.ts'

/** What ends a loop or a function early. */
type Signal = { readonly kind: 'break' | 'continue' } | { readonly kind: 'return'; readonly value: unknown }

type Execute = (node: Node, scope: Scope) => Signal | undefined

/** A statement that ends as it began. */
function simple(run: (node: Node, scope: Scope) => unknown): Execute {
  return (node, scope) => {
    run(node, scope)
    return undefined
  }
}

const EXECUTE: Readonly<Record<string, Execute>> = {
  ExpressionStatement: simple(({ parts }, scope) => void values(parts, scope)),
  AssignStatement: simple(assignment),
  UpdateStatement: simple(update),
  ImportStatement: simple(importing),
  FunctionDefinition: simple((node, scope) =>
    scope.set(partOf(node, 'VariableName').text, functionFrom(node, scope)),
  ),
  ClassDefinition: simple((node, scope) =>
    scope.set(partOf(node, 'VariableName').text, classFrom(node, scope)),
  ),
  DecoratedStatement: simple(decorated),
  PassStatement: () => undefined,
  BreakStatement: () => ({ kind: 'break' }),
  ContinueStatement: () => ({ kind: 'continue' }),
  ReturnStatement: ({ parts: [, ...rest] }, scope) => ({
    kind: 'return',
    value: rest.length === 0 ? null : values(rest, scope),
  }),
  IfStatement: conditional,
  ForStatement: loop,
  WhileStatement: whileLoop,
  TryStatement: attempt,
  WithStatement: inContext,
  RaiseStatement: raising,
  AssertStatement: simple(({ parts: [, condition, , said] }, scope) => {
    if (truth(scope.machine.evaluate(condition as Node, scope))) return
    throw raised('AssertionError', said === undefined ? '' : text(scope.machine.evaluate(said, scope)))
  }),
  DeleteStatement: simple(({ parts: [, ...targets] }, scope) => {
    for (const target of targets) if (target.kind !== ',') remove(target, scope)
  }),
  ScopeStatement: simple(({ parts: [word, ...names] }, scope) => {
    for (const { kind, text } of names) {
      if (kind === ',') continue
      scope.elsewhere.set(text, word?.kind === 'global' ? scope.root : scope.enclosing(text))
    }
  }),
  StatementGroup: ({ parts }, scope) =>
    execute(
      parts.filter(({ kind }) => kind !== ';'),
      scope,
    ),
}

/** Runs statements until one ends what is around them. */
export function execute(statements: readonly Node[], scope: Scope): Signal | undefined {
  for (const node of statements) {
    const run = EXECUTE[node.kind]
    if (run === undefined) throw unread(node)
    const signal = run(node, scope)
    if (signal !== undefined) return signal
  }
  return undefined
}

/** The statements of `: …`. */
function statementsOf(body: Node): readonly Node[] {
  return body.parts.filter(({ kind }) => kind !== ':' && kind !== ';')
}

/** One value, or a tuple of those with commas between them. */
function values(parts: readonly Node[], scope: Scope): unknown {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return scope.machine.evaluate(only, scope)
  return tuple(items(parts, scope))
}

/** `a = b, c = value` */
function assignment(node: Node, scope: Scope): void {
  const runs: Node[][] = [[]]
  for (const part of node.parts) {
    if (part.kind === 'AssignOp') runs.push([])
    else runs.at(-1)?.push(part)
  }
  if (scope.kind === 'class') annotate(node, scope)
  const given = runs.pop() ?? []
  // An annotation alone assigns nothing.
  if (runs.length === 0) return
  const value = values(given, scope)
  for (const target of runs) assign(targetOf(target), value, scope)
}

/** `name: type` in a class: its fields, in order. */
function annotate({ parts: [name, type] }: Node, scope: Scope): void {
  if (name?.kind !== 'VariableName' || type?.kind !== 'TypeDef') return
  const known = scope.names.get('__annotations__')
  const annotations = known instanceof Map ? known : new Map<string, unknown>()
  scope.names.set('__annotations__', annotations.set(name.text, type.text))
}

function update(node: Node, scope: Scope): void {
  const at = node.parts.findIndex(({ kind }) => kind === 'UpdateOp')
  const target = node.parts.slice(0, at)
  const [only] = target
  const sign = node.parts[at]
  if (target.length !== 1 || only === undefined || sign === undefined) throw unread(node)
  const value = values(node.parts.slice(at + 1), scope)
  assign(target, updated(sign.text.slice(0, -1), scope.machine.evaluate(only, scope), value), scope)
}

/** `import a.b as c` and `from a.b import c as d`. */
function importing(node: Node, scope: Scope): void {
  const words = node.parts.filter(({ kind }) => kind !== '(' && kind !== ')')
  const at = words.findIndex(({ kind }) => kind === 'import')
  const isFrom = words[0]?.kind === 'from'
  const names = splitAt(words.slice(at + 1), ',')
  if (isFrom) {
    const path = pathOf(words.slice(1, at))
    if (path === '__future__') return
    const module = scope.machine.module(path)
    for (const parts of names) {
      const [name, , as] = parts as [Node, Node | undefined, Node | undefined]
      if (name.kind === '*') importAll(module, node, scope)
      else scope.set((as ?? name).text, getAttribute(module, name.text))
    }
    return
  }
  for (const parts of names) {
    const [path, as] = splitAt(parts, 'as')
    const whole = pathOf(path ?? [])
    const module = scope.machine.module(whole)
    const alias = as?.[0]?.text
    const first = whole.split('.')[0] ?? whole
    scope.set(alias ?? first, alias === undefined ? scope.machine.module(first) : module)
  }
}

/** `from module import *`: what does not begin with an underscore. */
function importAll(module: unknown, node: Node, scope: Scope): void {
  if (typeof module !== 'object' || module === null) throw unread(node, 'import *')
  for (const [name, value] of Object.entries(module)) if (!name.startsWith('_')) scope.set(name, value)
}

function pathOf(parts: readonly Node[]): string {
  return parts.map(({ text }) => text).join('')
}

function splitAt(parts: readonly Node[], kind: string): Node[][] {
  const runs: Node[][] = [[]]
  for (const part of parts) {
    if (part.kind === kind) runs.push([])
    else runs.at(-1)?.push(part)
  }
  return runs
}

function functionFrom(node: Node, scope: Scope): unknown {
  return define(node, scope, (body, inner) => {
    const signal = execute(statementsOf(body), inner)
    return signal?.kind === 'return' ? signal.value : null
  })
}

function classFrom(node: Node, scope: Scope): PyClass {
  const name = partOf(node, 'VariableName').text
  const list = node.parts.find(({ kind }) => kind === 'ArgList')
  const { positional: bases, keywords } =
    list === undefined ? { positional: [], keywords: {} } : argumentsOf(list, scope)
  const [keyword] = Object.keys(keywords)
  if (keyword !== undefined) throw unread(node, `a class with ${keyword}`)
  const owner: { class: PyClass | undefined } = { class: undefined }
  const inner = new Scope(scope.machine, 'class', scope, { owner })
  execute(statementsOf(partOf(node, 'Body')), inner)
  const classes = bases.filter((base) => base instanceof PyClass)
  if (classes.length !== bases.length) throw unread(node, 'a base that is no class')
  owner.class = new PyClass(name, classes, inner.names)
  for (const { traits } of owner.class.mro) traits.subclassed?.(owner.class)
  return owner.class
}

function decorated(node: Node, scope: Scope): void {
  const definition = node.parts.at(-1) as Node
  const decorators = node.parts.slice(0, -1).map((decorator) => decoratorOf(decorator, scope))
  const made =
    definition.kind === 'ClassDefinition' ? classFrom(definition, scope) : functionFrom(definition, scope)
  const value = decorators.reduceRight<unknown>((inner, decorator) => call(decorator, [inner]), made)
  scope.set(partOf(definition, 'VariableName').text, value)
}

/** `@a.b(…)` */
function decoratorOf(node: Node, scope: Scope): unknown {
  const [, first, ...rest] = node.parts as [Node, Node, ...Node[]]
  let value = scope.machine.evaluate(first, scope)
  for (const part of rest) {
    if (part.kind === 'PropertyName' || part.kind === 'VariableName') value = getAttribute(value, part.text)
    else if (part.kind === 'ArgList') {
      const { positional, keywords } = argumentsOf(part, scope)
      value = call(value, positional, keywords)
    }
  }
  return value
}

function conditional(node: Node, scope: Scope): Signal | undefined {
  const { parts } = node
  for (let i = 0; i < parts.length; ) {
    const word = parts[i] as Node
    const isElse = word.kind === 'else'
    const body = parts[i + (isElse ? 1 : 2)] as Node
    if (isElse || truth(scope.machine.evaluate(parts[i + 1] as Node, scope))) {
      return execute(statementsOf(body), scope)
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

function loop(node: Node, scope: Scope): Signal | undefined {
  const { parts } = node
  const at = parts.findIndex(({ kind }) => kind === 'in')
  const bodyAt = parts.findIndex(({ kind }) => kind === 'Body')
  const target = targetOf(parts.slice(1, at))
  const body = statementsOf(parts[bodyAt] as Node)
  for (const item of iterate(values(parts.slice(at + 1, bodyAt), scope))) {
    assign(target, item, scope)
    const signal = execute(body, scope)
    if (signal?.kind === 'break') return undefined
    if (signal?.kind === 'return') return signal
  }
  return execute(bodyAfter(node, 'else') ?? [], scope)
}

function whileLoop(node: Node, scope: Scope): Signal | undefined {
  const [, condition, body] = node.parts as [Node, Node, Node]
  while (truth(scope.machine.evaluate(condition, scope))) {
    const signal = execute(statementsOf(body), scope)
    if (signal?.kind === 'break') return undefined
    if (signal?.kind === 'return') return signal
  }
  return execute(bodyAfter(node, 'else') ?? [], scope)
}

function attempt(node: Node, scope: Scope): Signal | undefined {
  const final = bodyAfter(node, 'finally')
  let signal: Signal | undefined
  try {
    signal = execute(bodyAfter(node, 'try') ?? [], scope) ?? execute(bodyAfter(node, 'else') ?? [], scope)
  } catch (error) {
    const handler = error instanceof PyError ? handlerOf(node, error, scope) : undefined
    if (handler === undefined) throw error
    signal = execute(handler, scope)
  } finally {
    const ended = final && execute(final, scope)
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
function inContext(node: Node, scope: Scope): Signal | undefined {
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
    return execute(statementsOf(node.parts[end] as Node), scope)
  } finally {
    for (const manager of entered.reverse()) call(getAttribute(manager, '__exit__'), [null, null, null])
  }
}

function raising(node: Node, scope: Scope): never {
  const [, given] = node.parts
  if (given === undefined) throw unread(node, 'raise without an exception')
  const value = scope.machine.evaluate(given, scope)
  const made = value instanceof PyClass ? call(value, []) : value
  if (made instanceof PyObject) throw new PyError(made)
  throw unread(node)
}
