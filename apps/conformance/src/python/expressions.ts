import { getAttribute } from './attributes.ts'
import { argumentsOf, invoke } from './calls.ts'
import { comprehend, entriesComprehended } from './comprehensions.ts'
import { lambda } from './functions.ts'
import { entriesOf } from './methods.ts'
import { ELLIPSIS, tuple } from './objects.ts'
import { arithmetic, comparison, unary } from './operators.ts'
import type { Scope } from './scope.ts'
import { interpolated, literal } from './strings.ts'
import { keyOf, subscript } from './subscripts.ts'
import { LEVELS, type Token, tokensOf } from './syntax/precedence.ts'
import { listed, type Node, partOf, unread, within } from './syntax/syntax.ts'
import { hashable, iterate, truth } from './values.ts'

type Evaluate = (node: Node, scope: Scope) => unknown

const CONSTANTS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false }

const EVALUATE: Readonly<Record<string, Evaluate>> = {
  VariableName: ({ text }, scope) => scope.get(text),
  None: () => null,
  Boolean: ({ text }) => CONSTANTS[text],
  Number: number,
  String: literal,
  FormatString: interpolated,
  ContinuedString: ({ parts }, scope) => parts.map((part) => evaluate(part, scope)).join(''),
  Ellipsis: () => ELLIPSIS,
  ParenthesizedExpression: (node, scope) => evaluate(within(node)[0] as Node, scope),
  TupleExpression: (node, scope) => tuple(items(within(node), scope)),
  ArrayExpression: (node, scope) => items(within(node), scope),
  SetExpression: (node, scope) => new Set(items(within(node), scope).map(hashable)),
  DictionaryExpression: dictionary,
  ComprehensionExpression: (node, scope) => comprehend(within(node), scope),
  ArrayComprehensionExpression: (node, scope) => [...comprehend(within(node), scope)],
  SetComprehensionExpression: (node, scope) => new Set(comprehend(within(node), scope)),
  DictionaryComprehensionExpression: (node, scope) => new Map(entriesComprehended(node, scope)),
  LambdaExpression: lambda,
  ConditionalExpression: ({ parts: [then, , condition, , other] }, scope) =>
    evaluate((truth(evaluate(condition as Node, scope)) ? then : other) as Node, scope),
  NamedExpression: ({ parts: [name, , value] }, scope) => {
    const found = evaluate(value as Node, scope)
    scope.around.set((name as Node).text, found)
    return found
  },
  UnaryExpression: (node, scope) => operation(node, scope),
  BinaryExpression: (node, scope) => operation(node, scope),
  MemberExpression: member,
  CallExpression: (node, scope) => {
    const [callee] = node.parts
    return invoke(evaluate(callee as Node, scope), argumentsOf(partOf(node, 'ArgList'), scope), scope)
  },
}

/** The value of an expression. */
export function evaluate(node: Node, scope: Scope): unknown {
  const read = EVALUATE[node.kind]
  if (read === undefined) throw unread(node)
  return read(node, scope)
}

/** Integers beyond ±2⁵³ stay exact. */
function number(node: Node): number | bigint {
  const text = node.text.replaceAll('_', '')
  if (/j$/i.test(text)) throw unread(node, 'a complex number')
  if (/^(0[xob][\da-f]+|\d+)$/i.test(text)) {
    const exact = BigInt(text)
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
  }
  return Number(text)
}

/** Items that may be spread: `a, *b`. */
export function items(parts: readonly Node[], scope: Scope): unknown[] {
  return listed(parts).flatMap(([first, second, ...rest]) => {
    if (first === undefined || rest.length > 0) throw unread(first ?? (parts[0] as Node))
    if (second === undefined) return [evaluate(first, scope)]
    if (first.kind !== '*') throw unread(first)
    return [...iterate(evaluate(second, scope))]
  })
}

function dictionary(node: Node, scope: Scope): Map<unknown, unknown> {
  const made = new Map<unknown, unknown>()
  for (const [first, colon, value] of listed(within(node))) {
    if (first?.kind === '**') {
      for (const [key, item] of entriesOf(evaluate(colon as Node, scope))) made.set(key, item)
    } else made.set(hashable(evaluate(first as Node, scope)), evaluate(value as Node, scope))
  }
  return made
}

function member(node: Node, scope: Scope): unknown {
  const [owner, dot, name] = node.parts as [Node, Node, Node]
  const value = evaluate(owner, scope)
  return dot.kind === '.' ? getAttribute(value, name.text) : subscript(value, keyOf(node, scope))
}

/** An expression of operators, by Python's table of which binds tighter. */
function operation(node: Node, scope: Scope): unknown {
  const tokens = tokensOf(node)
  const value = level(0, tokens, scope, true)
  if (tokens.length > 0) throw unread(node)
  return value
}

function nextOp(tokens: readonly Token[], isPrefix: boolean): string | undefined {
  const [first] = tokens
  return first !== undefined && 'op' in first && first.isPrefix === isPrefix ? first.op : undefined
}

/** What is read from the front of the tokens at a level; what is not due is read, too, and not evaluated. */
function level(at: number, tokens: Token[], scope: Scope, isDue: boolean): unknown {
  const ops = LEVELS[at]
  if (ops === undefined) return signed(tokens, scope, isDue)
  if (ops.includes('not')) {
    if (nextOp(tokens, true) !== 'not') return level(at + 1, tokens, scope, isDue)
    tokens.shift()
    return !truth(level(at, tokens, scope, isDue))
  }
  let value = level(at + 1, tokens, scope, isDue)
  let left = value
  let isChained = false
  for (let op = nextOp(tokens, false); op !== undefined && ops.includes(op); op = nextOp(tokens, false)) {
    tokens.shift()
    if (op === 'and' || op === 'or') {
      const goesOn = isDue && truth(value) === (op === 'and')
      const right = level(at + 1, tokens, scope, goesOn)
      if (goesOn) value = right
    } else if (at === 3) {
      // a < b < c is a < b and b < c.
      const goesOn = isDue && (!isChained || truth(value))
      const right = level(at + 1, tokens, scope, goesOn)
      if (goesOn) value = comparison(op, left, right)
      left = right
      isChained = true
    } else {
      const right = level(at + 1, tokens, scope, isDue)
      if (isDue) value = arithmetic(op, value, right)
    }
  }
  return value
}

/** `-a ** -b` is `-(a ** (-b))`. */
function signed(tokens: Token[], scope: Scope, isDue: boolean): unknown {
  const sign = nextOp(tokens, true)
  if (sign !== undefined) {
    tokens.shift()
    const value = signed(tokens, scope, isDue)
    return isDue ? unary(sign, value) : undefined
  }
  const first = tokens.shift()
  if (first === undefined || !('operand' in first)) throw new SyntaxError('an operator without its operand')
  const value = isDue ? evaluate(first.operand, scope) : undefined
  if (nextOp(tokens, false) !== '**') return value
  tokens.shift()
  const exponent = signed(tokens, scope, isDue)
  return isDue ? arithmetic('**', value, exponent) : undefined
}
