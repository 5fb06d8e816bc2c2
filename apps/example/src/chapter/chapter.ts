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
