import type { Plan } from '@nn/layers'
import { showPlan } from '../table/plan.ts'
import { showTable } from '../table/table.ts'

/** Whoever reads along: text and code are printed, claims of the prose are checked and printed with their outcome. */
export class Reader {
  readonly #print: (line: string) => void
  readonly #columns: number | undefined
  #broken = 0

  /** @param columns How many characters a line of a table may have. */
  constructor(print: (line: string) => void, columns?: number) {
    this.#print = print
    this.#columns = columns
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

  /** Code as a reader would type it. */
  code(lines: readonly string[]): void {
    this.#print(lines.map((line) => `      ${line}`.trimEnd()).join('\n'))
  }

  rows(headings: readonly string[], rows: readonly (readonly string[])[]): void {
    this.#print(showTable(headings, rows, this.#columns))
  }

  plan(plan: Plan): void {
    this.#print(showPlan(plan, this.#columns))
  }

  /** What code prints. */
  output(line: string): void {
    this.#print(`  ${line}`)
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
