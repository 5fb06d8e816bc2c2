/**
 * Whether a glob matches all of a path: `*` and `?` within a segment, `**` across them. All ways to match are followed at once (Baeza-Yates,
 * Gonnet: "A new approach to text searching", 1992, https://doi.org/10.1145/135239.135243), so that no glob makes it try them one by one.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const wild = glob.search(/[*?]/)
  // Most globs are plain paths, or begin with a name that most paths do not begin with.
  if (wild < 0) return glob === path
  if (!path.startsWith(glob.slice(0, wild))) return false
  const tokens = glob.slice(wild).match(/\*\*+|./gs) ?? []
  const count = tokens.filter((token) => token[0] !== '*').length
  if (count > path.length - wild) return false
  return follow(tokens, count, path.slice(wild))
}

/** A bit for each number of characters of the glob that are matched: which of them a character of the path leads on from. */
interface Steps {
  /** By the character; `?` takes all but dots. */
  readonly onward: Readonly<Map<string, bigint>>
  /** Where a star takes it: `*` all but dots, `**` every one. */
  readonly stay: { readonly '*': bigint; readonly '**': bigint }
}

function stepsOf(tokens: readonly string[]): Steps {
  const onward = new Map<string, bigint>()
  const stay = { '*': 0n, '**': 0n }
  let here = 1n
  for (const token of tokens) {
    if (token === '*') stay['*'] |= here
    else if (token[0] === '*') stay['**'] |= here
    else {
      onward.set(token, (onward.get(token) ?? 0n) | here)
      here <<= 1n
    }
  }
  return { onward, stay }
}

function follow(tokens: readonly string[], count: number, path: string): boolean {
  const { onward, stay } = stepsOf(tokens)
  const any = onward.get('?') ?? 0n
  const within = stay['*'] | stay['**']
  let matched = 1n
  for (let i = 0; i < path.length && matched !== 0n; i++) {
    const char = path.charAt(i)
    const [taken, stays] = char === '.' ? [0n, stay['**']] : [any, within]
    matched = ((matched & ((onward.get(char) ?? 0n) | taken)) << 1n) | (matched & stays)
  }
  return ((matched >> BigInt(count)) & 1n) === 1n
}
