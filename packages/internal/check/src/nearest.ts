/** Levenshtein's distance: how many insertions, deletions and replacements turn `a` into `b`, letter case aside. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

/** The `count` names at the least edit distance from `name`, nearest first: what an error proposes. */
export function nearest(name: string, names: Iterable<string>, count = 3): string[] {
  // A long text is no misspelt name, and the distance costs the product of the lengths.
  const wanted = name.slice(0, 100).toLowerCase()
  return [...names]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}
