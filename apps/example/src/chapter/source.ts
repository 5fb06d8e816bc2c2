/** A section's own file: what is shown of it is what runs. */
export class Source {
  readonly #text: string
  readonly #seed: string

  /** @param seed What is shown where the code says `seed`. */
  constructor(text: string, seed: bigint) {
    this.#text = text
    this.#seed = BigInt(Number(seed)) === seed && Number.isSafeInteger(Number(seed)) ? `${seed}` : `${seed}n`
  }

  /** The lines that import from packages. */
  imports(): string[] {
    return [...this.#text.matchAll(/^import [^']*'@nn\/[^']*'$/gm)].flatMap(([lines]) => lines.split('\n'))
  }

  /** The declaration of a name, as it stands. */
  declaration(name: string): string[] {
    return this.#found(new RegExp(`^( *)(?:const|class) ${name}\\b[^]*?^\\1\\}$`, 'm'))
  }

  /** The lines inside of a function, but for what it returns. */
  body(name: string): string[] {
    const head = `^( *)(?:export )?(?:function )?${name}\\([^)]*\\).*\\{\\n`
    const lines = indented(this.#found(new RegExp(`${head}[^]*?^\\1\\}`, 'm')).slice(1, -1))
    return lines.at(-1)?.startsWith('return ') ? lines.slice(0, -1) : lines
  }

  #found(pattern: RegExp): string[] {
    const [found] = pattern.exec(this.#text) ?? []
    if (found === undefined) throw new Error(`the section's source has nothing like ${pattern}`)
    const shown = found
      .replaceAll('createRng(seed)', `createRng(${this.#seed})`)
      .replaceAll(/seed: Number\(seed\)|\{ seed(?=[ ,])/g, (part) =>
        part.startsWith('{') ? `{ seed: ${this.#seed}` : `seed: ${this.#seed}`,
      )
    return indented(shown.split('\n'))
  }
}

/** Lines moved to the left as far as they go together. */
function indented(lines: readonly string[]): string[] {
  const depths = lines.filter((line) => line !== '').map((line) => line.search(/[^ ]/))
  return lines.map((line) => line.slice(Math.min(...depths)))
}
