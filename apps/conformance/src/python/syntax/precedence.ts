import type { Node } from './syntax.ts'

/** An operand, or an operator with the names of its sides. */
export type Token = { readonly operand: Node } | { readonly op: string; readonly isPrefix: boolean }

const OPERATORS: readonly string[] = ['ArithOp', 'BitOp', 'CompareOp', 'and', 'or', 'not', 'in', 'is']

/**
 * The operands and operators of an expression without brackets, in order. Which belong together is for Python's table to say: the
 * grammar of @lezer/python takes `not a or b` for `not (a or b)`.
 */
export function tokensOf(node: Node): Token[] {
  if (node.kind === 'UnaryExpression') {
    const [sign, operand] = node.parts as [Node, Node]
    return [{ op: sign.text, isPrefix: true }, ...tokensOf(operand)]
  }
  if (node.kind !== 'BinaryExpression') return [{ operand: node }]
  const signs = node.parts.filter(({ kind }) => OPERATORS.includes(kind))
  const operands = node.parts.filter(({ kind }) => !OPERATORS.includes(kind))
  const op = signs.map(({ text }) => text).join(' ')
  return [...tokensOf(operands[0] as Node), { op, isPrefix: false }, ...tokensOf(operands[1] as Node)]
}

/** How tightly operators bind, the loosest first. */
export const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['not'],
  ['in', 'not in', 'is', 'is not', '<', '<=', '>', '>=', '!=', '=='],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '@', '/', '//', '%'],
]
