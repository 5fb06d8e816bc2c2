import { getAttribute } from './attributes.ts'
import { attempt, conditional, inContext, loop, raising, whileLoop } from './blocks.ts'
import { argumentsOf } from './calls.ts'
import { raised } from './errors.ts'
import { define } from './functions.ts'
import { importing } from './imports.ts'
import { PyClass } from './objects.ts'
import { updated } from './operators.ts'
import { statementsOf, values } from './parts.ts'
import { Scope, type Signal } from './scope.ts'
import { type Node, partOf, unread } from './syntax/syntax.ts'
import { assign, remove, targetOf } from './targets.ts'
import { call, text, truth } from './values.ts'

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

/** `a = b, c = value` */
function assignment(node: Node, scope: Scope): void {
  const runs: Node[][] = [[]]
  for (const part of node.parts) {
    if (part.kind === 'AssignOp') runs.push([])
    else runs.at(-1)?.push(part)
  }
  const given = runs.pop() ?? []
  noteAnnotation(runs[0] ?? given, scope)
  // An annotation alone assigns nothing.
  if (runs.length === 0) return
  const value = values(given, scope)
  for (const target of runs) assign(targetOf(target), value, scope)
}

/** Notes the names with annotations in a class body, which `@dataclass` goes by. */
function noteAnnotation([name, annotation]: readonly Node[], scope: Scope): void {
  if (scope.kind !== 'class' || name?.kind !== 'VariableName' || annotation?.kind !== 'TypeDef') return
  const known = scope.names.get(ANNOTATIONS)
  const names = known instanceof Map ? known : new Map<string, unknown>()
  names.set(name.text, annotation.text)
  scope.names.set(ANNOTATIONS, names)
}

const ANNOTATIONS = '__annotations__'

function update(node: Node, scope: Scope): void {
  const at = node.parts.findIndex(({ kind }) => kind === 'UpdateOp')
  const target = node.parts.slice(0, at)
  const [only] = target
  const sign = node.parts[at]
  if (target.length !== 1 || only === undefined || sign === undefined) throw unread(node)
  const value = values(node.parts.slice(at + 1), scope)
  assign(target, updated(sign.text.slice(0, -1), scope.machine.evaluate(only, scope), value), scope)
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
