/** Columns of a line. */
const WIDTH = 96

/** How calls that are too long are broken. */
export interface Breaking {
  /** Columns that arguments are deeper. */
  readonly step: number
  /** Whether arguments that fit into one line may share it. */
  readonly sharesLines: boolean
}

export const PYTHON: Breaking = { step: 4, sharesLines: true }
export const TYPESCRIPT: Breaking = { step: 2, sharesLines: false }

/** A line, broken at the arguments of its longest call where it is too long. */
export function fit(line: string, breaking: Breaking): readonly string[] {
  if (line.length <= WIDTH) return [line]
  const group = longestGroup(line)
  if (group === undefined) return [line]
  const { step, sharesLines } = breaking
  const { open, close } = group
  const indent = /^ */.exec(line)?.[0] ?? ''
  const deeper = indent + ' '.repeat(step)
  const items = itemsOf(line.slice(open, close))
  const shared = deeper + items.join(', ')
  // Python has no comma behind a comprehension.
  const isOne = sharesLines && (shared.length <= WIDTH || (items.length === 1 && / for /.test(shared)))
  const inner = isOne ? [shared] : items.flatMap((item) => fit(`${deeper}${item},`, breaking))
  return [line.slice(0, open), ...inner, `${indent}${line.slice(close)}`]
}

/** Where the inside of brackets begins and ends. */
interface Group {
  readonly open: number
  readonly close: number
}

/** The longest of the outermost pairs of brackets; what is a list or an object alone in them counts in their place. */
function longestGroup(line: string): Group | undefined {
  let longest: Group | undefined
  let open = 0
  let depth = 0
  for (const [at, char] of [...line].entries()) {
    if ('([{'.includes(char) && depth++ === 0) open = at + 1
    if (!')]}'.includes(char) || --depth > 0) continue
    if (longest === undefined || at - open > longest.close - longest.open) longest = { open, close: at }
  }
  if (longest === undefined) return undefined
  const inside = line.slice(longest.open, longest.close)
  const isAlone = /^[[{].*[\]}]$/.test(inside) && itemsOf(inside).length === 1
  return isAlone ? { open: longest.open + 1, close: longest.close - 1 } : longest
}

/** What is between the commas that are in no brackets. */
function itemsOf(text: string): readonly string[] {
  let depth = 0
  const items = ['']
  for (const char of text) {
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char)) depth--
    if (char === ',' && depth === 0) items.push('')
    else items[items.length - 1] += char
  }
  return items.map((item) => item.trim()).filter((item) => item !== '')
}
