/** What a module's fields hold: modules and parameters, as places in a tree. */
type Node = object

interface Link {
  readonly parent: Node
  readonly name: string
}

/** Kept beside the nodes, so that fields of a module are its children and parameters and nothing else. */
const links = /* @__PURE__ */ new WeakMap<Node, Link>()

/** Puts a node in its place; the last walk from a root decides. */
export function link(node: Node, parent: Node, name: string): void {
  links.set(node, { parent, name })
}

export function isLinked(node: Node): boolean {
  return links.has(node)
}

/** The node and all above it. */
export function lineage(node: Node): Node[] {
  const nodes: Node[] = []
  for (let at: Node | undefined = node; at !== undefined; at = links.get(at)?.parent) nodes.push(at)
  return nodes
}

/** Names from the root down, joined by dots; empty for a root. */
export function pathOf(node: Node): string {
  return lineage(node)
    .flatMap((at) => links.get(at)?.name ?? [])
    .reverse()
    .join('.')
}

/** `0.weight` of parent `0` and name `weight`. */
export function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`
}
