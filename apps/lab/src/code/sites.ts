import type { Module } from '@nn/layers'
import { type Law, lawOf } from '../catalogue/law.ts'
import { Refusal } from './refusal.ts'

/** What the weight and the bias of one or more equal layers start with; undefined where that is the framework's default. */
export interface Site {
  readonly weight: Law | undefined
  readonly bias: Law | undefined
}

/** The names of a layer's weight and bias. */
type Names = readonly [weight: string, bias: string]

const PLAIN: Names = ['weight', 'bias']
const ATTENTION: Names = ['inProjWeight', 'inProjBias']

/** What was chosen for each parameter of a network. */
export class Sites {
  readonly #laws: ReadonlyMap<string, Law | undefined>

  constructor(net: Module) {
    this.#laws = new Map(
      [...net.parameters()].map(([path, { choice }]) => {
        const isChosen = choice !== undefined && choice.source !== 'default'
        return [path, isChosen ? lawOf(choice.init) : undefined]
      }),
    )
  }

  /** Whether some weight is orthogonal, which a library for matrices makes. */
  get hasOrthogonal(): boolean {
    return [...this.#laws.values()].some(
      (law) => law?.kind === 'orthogonal' || (law?.kind === 'product' && law.law.kind === 'orthogonal'),
    )
  }

  /** Whether some bias is drawn. */
  get hasDrawnBias(): boolean {
    return [...this.#laws].some(
      ([path, law]) => /[bB]ias$/.test(path) && law !== undefined && law.kind !== 'constant',
    )
  }

  /** What layers start with that a program makes in one place. @throws Refusal if they differ. */
  of(...paths: readonly string[]): Site {
    return this.#site(paths, PLAIN)
  }

  /** The same of the projections to queries, keys and values. @throws Refusal if they differ. */
  ofAttention(...paths: readonly string[]): Site {
    return this.#site(paths, ATTENTION)
  }

  #site(paths: readonly string[], [weight, bias]: Names): Site {
    return { weight: this.#one(paths, weight), bias: this.#one(paths, bias) }
  }

  #one(paths: readonly string[], name: string): Law | undefined {
    const [law, ...others] = paths.map((path) => this.#laws.get(`${path}.${name}`))
    if (others.every((other) => isSame(law, other))) return law
    throw new Refusal('The law changes from block to block, which would be a line for each.')
  }
}

/** Whether two laws, or two sites, are one. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
