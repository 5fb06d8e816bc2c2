/** A line of a table: what it is about, by its path, and what is said of it. */
export interface Row {
  readonly path: string
  readonly cells: readonly string[]
}

/** A row that stands for several. */
export interface FoldedRow extends Row {
  /** How many rows it stands for. */
  readonly copies: number
}

/** A row whose path is read so far. */
interface Part extends FoldedRow {
  /** What is left of the path. */
  readonly rest: readonly string[]
}

/**
 * Numbered blocks that follow each other and say the same as one block, its number a range: of 48 equal blocks `blocks.0.weight`, …
 * remains `blocks.0…47.weight`, 48 copies. Blocks inside of blocks are folded first.
 */
export function fold(rows: readonly Row[]): FoldedRow[] {
  return foldParts(rows.map((row) => ({ ...row, path: '', copies: 1, rest: row.path.split('.') })))
}

/** Rows below one place. */
function foldParts(parts: readonly Part[]): FoldedRow[] {
  const blocks = blocksOf(parts).map(({ name, inside }) => ({ name, inside: foldInside(inside) }))
  return runsOf(blocks).flatMap(({ first, last, copies, block }) => {
    const name = copies === 1 ? first : `${first}…${last}`
    return block.inside.map((row) => ({
      path: row.path === '' ? name : `${name}.${row.path}`,
      cells: row.cells,
      copies: row.copies * copies,
    }))
  })
}

interface Block<T> {
  readonly name: string
  readonly inside: readonly T[]
}

/** Blocks that are one. */
interface Run {
  readonly first: string
  last: string
  copies: number
  /** What the blocks say. */
  readonly key: string
  readonly block: Block<FoldedRow>
}

/** Neighbours whose paths go on with the same name. */
function blocksOf(parts: readonly Part[]): Block<Part>[] {
  const blocks: { name: string; inside: Part[] }[] = []
  for (const part of parts) {
    const [name = '', ...rest] = part.rest
    const last = blocks.at(-1)
    if (last?.name === name) last.inside.push({ ...part, rest })
    else blocks.push({ name, inside: [{ ...part, rest }] })
  }
  return blocks
}

/** The block's own row, if it has one, then those below it. */
function foldInside(parts: readonly Part[]): FoldedRow[] {
  const own = parts.filter(({ rest }) => rest.length === 0)
  const below = parts.filter(({ rest }) => rest.length > 0)
  return [
    ...own.map(({ path, cells, copies }) => ({ path, cells, copies })),
    ...(below.length === 0 ? [] : foldParts(below)),
  ]
}

/** Blocks of one content whose numbers follow each other; any other block is alone. */
function runsOf(blocks: readonly Block<FoldedRow>[]): Run[] {
  const runs: Run[] = []
  for (const block of blocks) {
    const key = JSON.stringify(block.inside)
    const run = runs.at(-1)
    const isNext =
      run !== undefined && /^\d+$/.test(block.name) && Number(block.name) === Number(run.last) + 1
    if (isNext && run.key === key) {
      run.last = block.name
      run.copies++
    } else runs.push({ first: block.name, last: block.name, copies: 1, key, block })
  }
  return runs
}
