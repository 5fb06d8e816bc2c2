import type { Placed } from './roles.ts'

/** A block of a stack: the modules that are repeated. */
export interface Block {
  /** What the paths of its parameters begin with. */
  readonly prefix: string
  /** Path of the stack that it is in; empty for a root. */
  readonly stack: string
  /** Number in its stack, from 0. */
  readonly index: number
}

/**
 * The blocks that residual branches lie in: of each path, up to the first number in which paths differ that are equal before it (or
 * the first number, or all but the last two names, where there is no other).
 */
export function blocksOf(outs: readonly Placed[]): Map<string, Block> {
  const paths = outs.map(({ path }) => path.split('.'))
  const blocks = new Map<string, Block>()
  const byPrefix = new Map<string, Block>()
  const counts = new Map<string, number>()
  for (const segments of paths) {
    const end = lengthOf(segments, paths)
    const prefix = segments.slice(0, end).join('.')
    const stack = segments.slice(0, Math.max(0, end - 1)).join('.')
    let block = byPrefix.get(prefix)
    if (block === undefined) {
      const index = counts.get(stack) ?? 0
      counts.set(stack, index + 1)
      block = { prefix, stack, index }
      byPrefix.set(prefix, block)
    }
    blocks.set(segments.join('.'), block)
  }
  return blocks
}

/** How many different blocks there are. */
export function countBlocks(outs: readonly Placed[]): number {
  return new Set([...blocksOf(outs).values()].map(({ prefix }) => prefix)).size
}

/** How many segments of a path name its block. */
function lengthOf(segments: readonly string[], all: readonly (readonly string[])[]): number {
  const numbers = segments.flatMap((segment, i) => (/^\d+$/.test(segment) ? [i] : []))
  const differs = (at: number): boolean =>
    all.some(
      (other) =>
        other[at] !== segments[at] && other.slice(0, at).join('.') === segments.slice(0, at).join('.'),
    )
  const at = numbers.find(differs) ?? numbers[0]
  return at === undefined ? Math.max(0, segments.length - 2) : at + 1
}

/** What a layer's parent is called: the branch that a weight is part of. */
export function branchOf(path: string): string {
  return path.split('.').slice(0, -2).join('.')
}
