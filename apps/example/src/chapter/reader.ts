/** Whoever reads along: text is printed, claims of the prose are checked and printed with their outcome. */
export class Reader {
  readonly #print: (line: string) => void
  #broken = 0

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  /** How many claims did not hold. */
  get broken(): number {
    return this.#broken
  }

  title(text: string): void {
    this.#print(`\n${text}\n${'─'.repeat(text.length)}`)
  }

  text(text: string): void {
    this.#print(text)
  }

  /** A value under its name, its further lines indented alike. */
  value(name: string, value: unknown): void {
    const label = `  ${name} = `
    this.#print(label + String(value).replaceAll('\n', `\n${' '.repeat(label.length)}`))
  }

  claim(prose: string, holds: boolean): void {
    if (!holds) this.#broken++
    this.#print(`  ${holds ? '✓' : '✗'} ${prose}`)
  }
}
