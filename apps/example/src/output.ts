/** The receiver of the app's lines. */
export interface Output {
  readonly log: (line: string) => void
  readonly error: (line: string) => void
  /** Shows a line in the place of the one before, if somebody watches. */
  readonly progress?: ((line: string) => void) | undefined
}
