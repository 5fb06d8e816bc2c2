/**
 * The circles of a graph, `Map` from each node to those that it points at: its strongly connected components of more than one
 * node (Tarjan, 1972).
 */
export function circlesOf(graph) {
  const order = new Map()
  const lowest = new Map()
  const stack = []
  const circles = []
  const visit = (node) => {
    order.set(node, order.size)
    lowest.set(node, order.get(node))
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next)
      // What has left the stack belongs to a component that is done.
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node), lowest.get(next)))
    }
    if (lowest.get(node) !== order.get(node)) return
    const component = stack.splice(stack.indexOf(node))
    if (component.length > 1) circles.push(component.sort())
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return circles
}
