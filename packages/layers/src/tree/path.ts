import { join, linkable, linkOf, rootOf } from './links.ts'
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
  let path = ''
  for (let link = linkOf(node); link !== undefined; link = linkOf(link.parent))
    path = path === '' ? link.name : join(link.name, path)
  return path
}
