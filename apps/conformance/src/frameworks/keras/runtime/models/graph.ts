import type { Operation } from '../core/operation.ts'
import type { KerasTensor, Node } from '../core/tensor.ts'

/** The nodes between inputs and outputs, from the first on, and the place of each operation in the search. */
interface Search {
  readonly nodes: readonly Node[]
  readonly places: ReadonlyMap<Operation, number>
}

/** `_build_map`: the nodes that the outputs come from, depth first. */
function search(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[]): Search {
  const finished = new Set<Node>()
  const nodes: Node[] = []
  const places = new Map<Operation, number>()
  const visit = (tensor: KerasTensor): void => {
    const { node } = tensor
    if (node === undefined || finished.has(node)) return
    if (node.inputs.length > 0 && inputs.includes(tensor)) {
      finished.add(node)
      return
    }
    if (!places.has(node.operation)) places.set(node.operation, places.size)
    for (const input of node.inputs) visit(input)
    finished.add(node)
    nodes.push(node)
  }
  for (const output of outputs) visit(output)
  return { nodes, places }
}

/** The number of steps from each operation to the outputs: of one that is called several times the largest. */
function depthsOf({ nodes }: Search): Map<Operation, number> {
  const inGraph = new Set(nodes)
  const ofNodes = new Map<Node, number>()
  const depths = new Map<Operation, number>()
  for (const node of nodes.toReversed()) {
    const depth = Math.max(ofNodes.get(node) ?? 0, depths.get(node.operation) ?? 0)
    depths.set(node.operation, depth)
    ofNodes.set(node, depth)
    for (const { node: parent } of node.inputs) {
      if (parent === undefined || !inGraph.has(parent)) continue
      ofNodes.set(parent, Math.max(depth + 1, ofNodes.get(parent) ?? 0))
    }
  }
  return depths
}

/** `map_graph`: the operations of a model, those farthest from the outputs first. */
export function operationsOf(
  inputs: readonly KerasTensor[],
  outputs: readonly KerasTensor[],
): readonly Operation[] {
  const found = search(inputs, outputs)
  const depths = depthsOf(found)
  const places = new Map(found.places)
  for (const { node } of inputs) {
    if (node === undefined || depths.has(node.operation) || node.inputs.length > 0) continue
    depths.set(node.operation, 0)
    places.set(node.operation, -1)
  }
  const order = (operation: Operation): readonly [number, number] => [
    -(depths.get(operation) ?? 0),
    places.get(operation) ?? 0,
  ]
  return [...depths.keys()].toSorted((a, b) => {
    const [[depthA, placeA], [depthB, placeB]] = [order(a), order(b)]
    return depthA - depthB || placeA - placeB
  })
}

/** The nodes of a graph, each after those that it needs. */
export function nodesOf(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[]): readonly Node[] {
  return search(inputs, outputs).nodes
}
