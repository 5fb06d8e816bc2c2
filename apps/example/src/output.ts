/** The receiver of the app's lines. */
export interface Output {
  readonly log: (line: string) => void
  readonly error: (line: string) => void
  /** Shows a line in the place of the one before, if somebody watches. */
  readonly progress?: ((line: string) => void) | undefined
  /** How many characters a line may have; tables keep to it. Without it they are as wide as they are. */
  readonly columns?: number | undefined
}

/** Narrower lines than these are nobody's terminal. */
const LEAST = 20

/** The width of a terminal: what `COLUMNS` says, else what the terminal itself says; none for a file or a pipe. */
export function widthOf(columns: string | undefined, terminal: number | undefined): number | undefined {
  const given = Number(columns)
  if (Number.isInteger(given) && given > 0) return Math.max(given, LEAST)
  return terminal === undefined || terminal <= 0 ? undefined : Math.max(terminal, LEAST)
}
