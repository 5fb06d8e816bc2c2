import { cpu } from '@nn/backend-cpu'
import type { Dense, Sequential } from '@nn/layers'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import text from './chapter.ts?raw'
import type { Reader } from './reader.ts'
import { Source } from './source.ts'

/** The chapter's network: 8 hidden units with ReLU, one output; its input size is found at the first forward. */
export type Net = Sequential<readonly [Dense, Dense]>

/** What every section works with. Its code uses these under the names that a program of its own has for them. */
export interface Chapter {
  readonly reader: Reader
  /** Where the code of a section prints. */
  readonly console: { log(line: string): void }
  readonly createRng: typeof createRng
  readonly seed: bigint
  /** Two examples of four features, U[0, 1). */
  readonly X: Tensor
  /** Which sections were said in several idioms, and whether all gave the same bits. */
  readonly compared: { readonly title: string; readonly same: boolean }[]
}

/** A section of the chapter. */
export interface Section {
  readonly title: string
  run(chapter: Chapter): void
}

/** Says what the sections have in common. */
export function openChapter(reader: Reader, seed: bigint): Chapter {
  const source = new Source(text, seed)
  reader.text(`Parameter initialization, seed ${seed}

Sections 2 to 6 say the same thing four times, as a user of MXNet, of PyTorch,
of Keras and of JAX would. All four give the same values, which are shown once.
What is indented furthest is code to type, after these lines:
`)
  reader.code([...source.imports().filter((line) => !line.includes(' type ')), ...source.body('drawInput')])
  const console = { log: (line: string) => reader.output(line) }
  return { reader, console, createRng, seed, X: drawInput(seed), compared: [] }
}

/** Says whether the idioms agreed. */
export function closeChapter({ reader, compared }: Chapter): void {
  if (compared.length === 0) return
  reader.text('')
  const different = compared.filter(({ same }) => !same).map(({ title }) => title)
  const but = different.length === 0 ? '' : `, but not in ${different.join('; ')}`
  reader.claim(
    `the four idioms give the same bits in each of the ${compared.length} sections that show them${but}`,
    different.length === 0,
  )
}

function drawInput(seed: bigint): Tensor {
  const X = cpu.uniform(createRng(seed).at('X'), [2, 4])
  return X
}
