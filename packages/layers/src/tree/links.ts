/** The place of a module, parameter or buffer: the name of a field, and the module whose field it is. */
export interface Link {
  readonly parent: object
  readonly name: string
}

/** The part of a node's hidden state that says where it is. */
export interface Linkable {
  link?: Link | undefined
  /** Of a root: whether all below it were given their places since it was made. */
  isSettled?: boolean
  /** Stands for the node where it is the root that draws. */
  mark?: symbol
}

export function linkable(node: object): Linkable {
  return (node as { readonly $state?: Linkable }).$state ?? {}
}

/** Puts a node in its place; the last walk from a root decides. */
export function link(node: object, parent: object, name: string): void {
  const state = linkable(node)
  // Most walks find all where it was.
  if (state.link?.parent !== parent || state.link.name !== name) state.link = { parent, name }
}

export function linkOf(node: object): Link | undefined {
  return linkable(node).link
}

export function isLinked(node: object): boolean {
  return linkOf(node) !== undefined
}

/** The node and all above it. */
export function lineage(node: object): object[] {
  const nodes: object[] = []
  for (let at: object | undefined = node; at !== undefined; at = linkOf(at)?.parent) nodes.push(at)
  return nodes
}

/** The last of a node's lineage. */
export function rootOf(node: object): object {
  let at = node
  for (let up = linkOf(at); up !== undefined; up = linkOf(at)) at = up.parent
  return at
}

/** Lets the places below a node's root be found again: one of them has changed. */
export function unsettle(node: object): void {
  linkable(rootOf(node)).isSettled = false
}

/** `0.weight` of parent `0` and name `weight`. */
export function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`
}
