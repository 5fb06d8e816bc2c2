import { posix } from 'node:path'
import { circlesOf } from './circles.mjs'
import { sourcesOf, workspaceFolders } from './files.mjs'
import { fileGraph, folderGraph } from './imports.mjs'
import { packageProblems } from './packages.mjs'
import { EDGES, MOST_FILES } from './table.mjs'

/**
 * What is wrong with the edges of a tree, one line each: between packages, between the folders of a package, between its files, and
 * folders that are heaps.
 */
export function edgeProblems(root, edges = EDGES) {
  return [
    ...packageProblems(root, edges),
    ...workspaceFolders(root).flatMap((folder) => insideProblems(root, folder)),
  ]
}

function insideProblems(root, folder) {
  const files = sourcesOf(root, folder)
  const graph = fileGraph(root, files)
  const folders = folderGraph(graph)
  return [
    ...circlesOf(graph).map(
      (circle) => `${folder}: files import each other in a circle: ${circle.join(' ')}`,
    ),
    ...circlesOf(folders).map((circle) => describeFolders(circle, graph)),
    ...heaps(files),
  ]
}

/** A circle of folders, with an import for each of its edges. */
function describeFolders(circle, graph) {
  const edges = new Map()
  for (const [file, targets] of graph) {
    if (posix.basename(file) === 'index.ts') continue
    for (const target of targets) {
      const [from, to] = [posix.dirname(file), posix.dirname(target)]
      if (from !== to && circle.includes(from) && circle.includes(to))
        edges.set(`${from} ${to}`, `${file} imports ${target}`)
    }
  }
  return `${circle.join(' ')}: folders import each other in a circle:\n  ${[...edges.values()].join('\n  ')}`
}

function heaps(files) {
  const counts = new Map()
  for (const file of files) counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder, count]) => `${folder}: expected at most ${MOST_FILES} files side by side, got ${count}`)
}
