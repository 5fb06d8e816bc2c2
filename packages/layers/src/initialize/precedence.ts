import { message } from '@nn/check'
import type { Assignment, Axes, Initializer, InitLike } from '@nn/init'
import { isWeight, sameInit, toInitializer } from '@nn/init/layer'
import type { KnownRule, RuleBook } from './rules.ts'
import { type Place, showSelector } from './selector.ts'

/** Where a parameter's initializer came from, weakest first: the order is the precedence. */
const SOURCES = ['default', 'init', 'recipe', 'option', 'rule', 'call'] as const

/** The layer's default, `init` or `recipe` of initialize, constructor option, rule, call on the parameter itself. */
export type Source = (typeof SOURCES)[number]

/** The initializer that a parameter gets, and why. */
export interface Choice {
  readonly init: Initializer
  readonly source: Source
  /** The reason in words, as plans and reports show it. */
  readonly reason: string
}

/** The initializers that a call of `initialize` proposes. */
export interface Proposals {
  /** The `init` of a call on the parameter itself. */
  readonly call?: InitLike | undefined
  readonly rules?: RuleBook | undefined
  readonly init?: InitLike | undefined
  /** What a recipe says, by path. */
  readonly assigned?: ReadonlyMap<string, Assignment> | undefined
}

/** What a parameter declares itself. */
export interface Chooser {
  readonly path: string
  readonly role: string
  readonly axes: Axes | undefined
  readonly option: Initializer | undefined
  readonly fallback: Initializer
}

/**
 * The precedence, all of it: a call on the parameter > the first rule that is for it > constructor option > `recipe` > `init` of
 * initialize, for weights and for what it has the values of > the layer's default.
 *
 * @param places Where the parameter is: several, if it is tied.
 * @throws RangeError if rules for a tied parameter's places differ.
 */
export function choose(places: readonly Place[], parameter: Chooser, proposals: Proposals): Choice {
  const { call, rules, init, assigned } = proposals
  if (call !== undefined)
    return { init: toInitializer(call), source: 'call', reason: 'call on the parameter' }
  const rule = rules && ruleFor(places, parameter, rules)
  if (rule !== undefined) {
    return { init: rule.init, source: 'rule', reason: `rule ${showSelector(rule.selector)}` }
  }
  if (parameter.option !== undefined) {
    return { init: parameter.option, source: 'option', reason: 'constructor option' }
  }
  const [own] = places
  const recipe = own === undefined ? undefined : assigned?.get(own.path)
  if (recipe !== undefined) return { init: recipe.init, source: 'recipe', reason: recipe.reason }
  const initializer = init === undefined ? undefined : toInitializer(init)
  if (initializer !== undefined && (isWeight(parameter.role) || initializer.holds?.(parameter.path))) {
    return { init: initializer, source: 'init', reason: 'init of initialize' }
  }
  return { init: parameter.fallback, source: 'default', reason: "layer's default" }
}

/** The choice that made a parameter's values; where there is none, the one that is made without proposals. */
export function choiceOf(parameter: Chooser & { readonly choice: Choice | undefined }): Choice {
  return parameter.choice ?? choose([], parameter, {})
}

/** The first rule for any place of a parameter; those of all its places agree. */
function ruleFor(places: readonly Place[], parameter: Chooser, rules: RuleBook): KnownRule | undefined {
  const found = places.flatMap((place) => {
    const rule = rules.find(place, parameter)
    return rule === undefined ? [] : [{ path: place.path, rule }]
  })
  const [first] = found
  if (first === undefined) return undefined
  const other = found.find(({ rule }) => !sameInit(rule.init, first.rule.init))
  if (other === undefined) return found.map(({ rule }) => rule).reduce((a, b) => (a.index <= b.index ? a : b))
  const said = [first, other].map(({ path, rule }) => `rule ${showSelector(rule.selector)} for ${path}`)
  const expected = 'one initializer for a tied parameter'
  throw new RangeError(message(places[0]?.path ?? first.path, expected, said.join(' and '), 'let them agree'))
}

/** Whether a choice may take the place of one that waits for its shape. */
export function outranks(choice: Choice, waiting: Choice): boolean {
  return SOURCES.indexOf(choice.source) >= SOURCES.indexOf(waiting.source)
}
