import { checkGiven, message, type OptionNames, show, wrongKind } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { atLeastZero } from './numbers.ts'
import type { Hyper } from './rule.ts'
import { checkSelector, type GroupSelector, idleError, selects } from './selector.ts'
import type { Trainable } from './trained.ts'

/** A selector, and the options of the parameters that it is for. */
export type GroupOf<H> = readonly [selector: GroupSelector, options: H]

/** Parameters with options of their own. */
export interface OptimizerGroup {
  /** Undefined of the last group, that of all others. */
  readonly selector: GroupSelector | undefined
  /** Before the schedule; may be set. */
  learningRate: number
}

/** A group with all that an optimizer knows of it. */
export interface KnownGroup<H extends Hyper> {
  readonly settings: OptimizerGroup
  readonly hyper: H
}

/** The groups of an optimizer. */
interface Groups<H extends Hyper> {
  readonly all: readonly KnownGroup<H>[]
  /** That of all others. */
  readonly last: OptimizerGroup
  of(name: string, parameter: Trainable | Tensor): KnownGroup<H>
}

/** What groups are made of. @internal */
interface GroupSource<H extends Hyper, O extends object> {
  readonly where: string
  readonly names: OptionNames<O>
  readonly read: (where: string, given: O) => H
  /** The optimizer's own options, and the groups as they were given. */
  readonly options: O
  readonly own: readonly GroupOf<O>[]
}

/** @throws TypeError or RangeError if a group is wrong, or the first one of no parameter. @internal */
export function groupsOf<H extends Hyper, O extends object>(
  { where, names, read, options, own }: GroupSource<H, O>,
  parameters: ReadonlyMap<string, Trainable | Tensor>,
): Groups<H> {
  if (!Array.isArray(own)) throw wrongKind(where, 'groups to be an array of [pattern, options]', own)
  const given = own.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(message(where, 'groups to be an array of [pattern, options]', show(pair)))
    }
    const selector = checkSelector(where, pair[0])
    checkGiven(where, pair[1], names)
    return { selector, hyper: read(where, { ...options, ...pair[1] }) }
  })
  const hyper = read(where, options)
  const others: KnownGroup<H> = { settings: settingsOf(where, undefined, hyper), hyper }
  const chosen = given.map((group) => ({
    ...group,
    settings: settingsOf(where, group.selector, group.hyper),
  }))
  const of = (name: string, parameter: Trainable | Tensor): KnownGroup<H> =>
    chosen.find(({ selector }) => selects(selector, name, parameter)) ?? others
  const used = new Set([...parameters].map(([name, parameter]) => of(name, parameter)))
  const idle = chosen.find((group) => !used.has(group))
  if (idle !== undefined) throw idleError(where, idle.selector, [...parameters.keys()])
  return { all: [...chosen, others], last: others.settings, of }
}

function settingsOf(
  where: string,
  selector: GroupSelector | undefined,
  { learningRate }: Hyper,
): OptimizerGroup {
  let current = learningRate
  return {
    selector,
    get learningRate() {
      return current
    },
    set learningRate(value) {
      current = atLeastZero(where, 'learningRate', value)
    },
  }
}
