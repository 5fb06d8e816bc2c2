import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Problem } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'
import type { LabClient } from '../worker/client.ts'
import { Address } from './address.ts'
import type { Shown } from './figures/picture-view.ts'
import { Runner } from './runner.ts'

/** The page's state, what is wrong with it, and the one way to change it. */
export interface LabUse {
  readonly state: LabState
  readonly problems: readonly Problem[]
  readonly runner: Runner
  readonly change: (change: Partial<LabState>, isSliding?: boolean) => void
}

/** Keeps state, address and pictures together. */
export function useLab(client: LabClient, views: readonly Shown[]): LabUse {
  const lab = useMemo(() => new LabModel(client, views), [client, views])
  const [, render] = useState(0)
  useEffect(() => lab.listen(() => render((times) => times + 1)), [lab])
  return { state: lab.state, problems: lab.problems, runner: lab.runner, change: lab.change }
}

class LabModel {
  readonly runner: Runner
  readonly #address = new Address()
  #state: LabState
  /** What was wrong in the link; of each field until it is changed. */
  #linkProblems: readonly Problem[]
  #foundProblems: readonly Problem[] = []
  #listener = () => {}

  constructor(client: LabClient, views: readonly Shown[]) {
    const { state, problems } = this.#address.read()
    this.#state = state
    this.#linkProblems = problems
    this.runner = new Runner(client, state)
    const order = views.toSorted((a, b) => Number(b.plan.isFirst) - Number(a.plan.isFirst))
    for (const { name, plan } of order) this.runner.register(name, plan)
  }

  get state(): LabState {
    return this.#state
  }

  get problems(): readonly Problem[] {
    return [...this.#linkProblems, ...this.#foundProblems]
  }

  readonly change = (change: Partial<LabState>, isSliding = false): void => {
    const { init } = this.#state
    this.#state = { ...this.#state, ...change }
    const changed = changedFields(change, init)
    this.#linkProblems = this.#linkProblems.filter(({ field }) => !changed.includes(field))
    // The worker begins before the page is busy with the rest.
    this.runner.change(this.#state, isSliding)
    if (isSliding) this.#address.slide(this.#state)
    else this.#address.commit(this.#state)
    this.#listener()
  }

  listen(listener: () => void): () => void {
    this.#listener = listener
    const ends = [this.#address.listen(this.#follow), this.runner.onProblems(this.#find)]
    return () => {
      for (const end of ends) end()
    }
  }

  /** Takes the state of the address, after the reader went to it. */
  readonly #follow = (): void => {
    const { state, problems } = this.#address.read()
    this.#state = state
    this.#linkProblems = problems
    this.#foundProblems = []
    this.runner.change(state, false)
    this.#listener()
  }

  readonly #find = (problems: readonly Problem[]): void => {
    if (problems.length === 0 && this.#foundProblems.length === 0) return
    this.#foundProblems = problems
    this.#listener()
  }
}

/** The fields that a change is about; of initializers, the roles whose choice is another. */
function changedFields({ init, ...rest }: Partial<LabState>, before: LabState['init']): string[] {
  const roles = Object.entries(init ?? {}).filter(
    ([role, choice]) => before[role as keyof typeof before] !== choice,
  )
  return [...Object.keys(rest), ...roles.map(([role]) => role)]
}
