import { cpu } from '@nn/backend-cpu'
import { Dense, type DenseOptions, relu, Sequential } from '@nn/layers'
import { createRng, type Rng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { Reader } from './reader.ts'

/** The chapter's network: 8 hidden units with ReLU, one output; its input size is found at the first forward. */
export type Net = Sequential<readonly [Dense, Dense]>

/** What every section works with. */
export interface Chapter {
  readonly reader: Reader
  readonly rng: Rng
  /** The chapter's X: two examples of four features, U[0, 1). */
  readonly x: Tensor
}

/** A section of the chapter. */
export interface Section {
  readonly title: string
  run(chapter: Chapter): void
}

export function openChapter(reader: Reader, seed: bigint): Chapter {
  const rng = createRng(seed)
  return { reader, rng, x: cpu.uniform(rng.at('X'), [2, 4]) }
}

/** The network with these options for both layers, or for each. */
export function buildNet(hidden: DenseOptions<true> = {}, output: DenseOptions<true> = hidden): Net {
  return new Sequential(new Dense(8, { ...hidden, activation: relu }), new Dense(1, output))
}

/** The network with its values, after its first forward. */
export function startNet({ rng, x }: Chapter, net: Net = buildNet()): Net {
  net.initialize({ rng })
  net.forward(x)
  return net
}

/** A way to say the same: whose it is, how it reads, and what it does. */
export interface Idiom {
  readonly name: string
  readonly code: string
  readonly build: (chapter: Chapter) => Net
}

/** Runs each idiom, shows its values, claims that all networks hold the same bits, and returns the first. */
export function compareIdioms(chapter: Chapter, idioms: readonly Idiom[], show: (net: Net) => void): Net {
  const { reader } = chapter
  const nets = idioms.map(({ name, code, build }) => {
    reader.text(`${name}: ${code}`)
    const net = build(chapter)
    show(net)
    return net
  })
  const [first, ...others] = nets as [Net, ...Net[]]
  reader.claim(
    `the ${nets.length} idioms give the same bits`,
    others.every((net) => sameValues(net, first)),
  )
  return first
}

function sameValues(a: Net, b: Net): boolean {
  const [left, right] = [a, b].map((net) => [...net.parameters().values()])
  return left!.every(({ data }, i) => data.equals(right![i]!.data))
}
