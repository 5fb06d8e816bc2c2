import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'

/** A construct of a program: its kind, as the grammar of @lezer/python calls it, and its parts in order. */
export interface Node {
  readonly kind: string
  readonly text: string
  /** Offset of the text in the program. */
  readonly start: number
  readonly line: number
  readonly parts: readonly Node[]
}

/** A program as a tree. @throws SyntaxError where it is none, or one of Python's younger constructs that the grammar has not. */
export function parse(code: string): Node {
  const lineStarts = [0]
  for (const { index } of code.matchAll(/\n/g)) lineStarts.push(index + 1)
  return read(parser.parse(parsable(code)).topNode, code, lineStarts)
}

const TEXTS =
  /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#.*|(?<![\w.])\d[\d_]*\.(?![\w.])/g

/** The program with `2.` as `20`: the grammar has no number that ends with its point. Offsets stay, and values are read from the program. */
function parsable(code: string): string {
  return code.replace(TEXTS, (part) => (/^\d/.test(part) ? `${part.slice(0, -1)}0` : part))
}

function read(node: SyntaxNode, code: string, lineStarts: readonly number[]): Node {
  const text = code.slice(node.from, node.to)
  const line = lineStarts.filter((start) => start <= node.from).length
  if (node.type.isError) throw new SyntaxError(`line ${line}: a program that is not Python here`)
  const parts: Node[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') parts.push(read(child, code, lineStarts))
  }
  return { kind: node.name, text, start: node.from, line, parts }
}

/** The error of a construct that is not read. */
export function unread(node: Node, what: string = node.kind): SyntaxError {
  const text = node.text.length > 60 ? `${node.text.slice(0, 60)}…` : node.text
  return new SyntaxError(`line ${node.line}: a construct that is not read: ${what}, in ${text}`)
}

/** The part of a kind, which must be there. */
export function partOf(node: Node, kind: string): Node {
  const found = node.parts.find((part) => part.kind === kind)
  if (found === undefined) throw unread(node, `${node.kind} without ${kind}`)
  return found
}

/** Parts without brackets, split at the commas outside of others: of `a, *b, c = 1` three lists; none after a last comma. */
export function listed(parts: readonly Node[]): Node[][] {
  const lists: Node[][] = [[]]
  for (const part of parts) {
    if (part.kind === ',') lists.push([])
    else lists.at(-1)?.push(part)
  }
  if (lists.at(-1)?.length === 0) lists.pop()
  return lists
}

/** The parts between the brackets of a node, which are its first and last. */
export function within({ parts }: Node): readonly Node[] {
  return parts.slice(1, -1)
}
