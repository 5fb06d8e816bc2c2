import { lineage, linkable, linkOf, rootOf } from './links.ts'
import { isModule } from './nodes.ts'
import { settle } from './walk.ts'

/**
 * Names from the root down, joined by dots; empty for a root. A container links its parts to itself alone when it is made, so that deep
 * networks cost no more than their length; where one is shared below, its first place is found here, at the first question.
 */
export function pathOf(node: object): string {
  const root = rootOf(node)
  const state = linkable(root)
  if (state.isSettled !== true && isModule(root)) {
    // Set first: what the walk throws, it throws once.
    state.isSettled = true
    settle(root)
  }
  return lineage(node)
    .flatMap((at) => linkOf(at)?.name ?? [])
    .reverse()
    .join('.')
}
