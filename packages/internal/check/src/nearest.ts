import { show } from './show.ts'

/** Levenshtein's distance: how many insertions, deletions and replacements turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let row = b.split('').map((_, j) => j + 1)
  for (let i = 0; i < a.length; i++) {
    let left = i + 1
    let diagonal = i
    row = row.map((above, j) => {
      left = Math.min(left + 1, above + 1, diagonal + Number(a[i] !== b[j]))
      diagonal = above
      return left
    })
  }
  return row.at(-1) ?? a.length
}

/** The `count` names at the least edit distance from `name`, letter case aside, nearest first: what an error proposes. */
export function nearest(name: string, names: Iterable<string>, count = 3): string[] {
  // A long text is no misspelt name, and the distance costs the product of the lengths.
  const wanted = name.slice(0, 100).toLowerCase()
  const distances = new Map<string, number>()
  for (const known of names) distances.set(known, editDistance(wanted, known.toLowerCase()))
  return [...distances]
    .sort(([, a], [, b]) => a - b)
    .slice(0, count)
    .map(([known]) => known)
}

/** The cure for a misspelt name. */
export function didYouMean(name: string, names: Iterable<string>): string {
  return `did you mean ${show(nearest(name, names, 1)[0])}?`
}
