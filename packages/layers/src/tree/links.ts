/** The place of a module, parameter or buffer: the name of a field, and the module whose field it is. */
interface Link {
  readonly parent: object
  readonly name: string
}

/** The part of a node's hidden state that says where it is. */
export interface Linkable {
  link?: Link | undefined
}

function linkable(node: object): Linkable {
  return (node as { readonly $state?: Linkable }).$state ?? {}
}

/** Puts a node in its place; the last walk from a root decides. */
export function link(node: object, parent: object, name: string): void {
  linkable(node).link = { parent, name }
}

export function isLinked(node: object): boolean {
  return linkable(node).link !== undefined
}

/** The node and all above it. */
export function lineage(node: object): object[] {
  const nodes: object[] = []
  for (let at: object | undefined = node; at !== undefined; at = linkable(at).link?.parent) nodes.push(at)
  return nodes
}

/** Names from the root down, joined by dots; empty for a root. */
export function pathOf(node: object): string {
  return lineage(node)
    .flatMap((at) => linkable(at).link?.name ?? [])
    .reverse()
    .join('.')
}

/** `0.weight` of parent `0` and name `weight`. */
export function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`
}
