import { message, show, showNames } from '@nn/check'
import type { Assignment, Axes, Initializer, InitLike } from '@nn/init'
import { hasFans, isWeight, sameInit, toInitializer } from '@nn/init/layer'
import { checkMatch, isSelector, type Place, type Selector, selects, showSelector } from './selector.ts'

/** Where a parameter's initializer came from, weakest first: the order is the precedence. */
const SOURCES = ['default', 'init', 'recipe', 'option', 'rule', 'call'] as const

/** The layer's default, `init` or `recipe` of initialize, constructor option, rule, call on the parameter itself. */
export type Source = (typeof SOURCES)[number]

/**
 * A selector and the initializer of the parameters that it is for. An initializer that scales by fans passes over
 * parameters without axes, so that `[/^0\./, xavierUniform()]` leaves the bias its default; a path in full demands it.
 */
export type Rule = readonly [selector: Selector, init: InitLike]

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
  readonly rules?: readonly Rule[] | undefined
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
  const { call, rules = [], init, assigned } = proposals
  if (call !== undefined)
    return { init: toInitializer(call), source: 'call', reason: 'call on the parameter' }
  const rule = ruleFor(places, parameter, rules)
  if (rule !== undefined) {
    return { init: toInitializer(rule[1]), source: 'rule', reason: `rule ${showSelector(rule[0])}` }
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
function ruleFor(places: readonly Place[], parameter: Chooser, rules: readonly Rule[]): Rule | undefined {
  const found = places.flatMap((place) => {
    const rule = rules.find((candidate) => applies(candidate, place, parameter))
    return rule === undefined ? [] : [{ path: place.path, rule }]
  })
  const [first] = found
  if (first === undefined) return undefined
  const other = found.find(({ rule }) => !sameInit(rule[1], first.rule[1]))
  if (other === undefined) return rules.find((rule) => found.some((one) => one.rule === rule))
  const said = [first, other].map(({ path, rule }) => `rule ${showSelector(rule[0])} for ${path}`)
  const expected = 'one initializer for a tied parameter'
  throw new RangeError(message(places[0]?.path ?? first.path, expected, said.join(' and '), 'let them agree'))
}

/** Whether a choice may take the place of one that waits for its shape. */
export function outranks(choice: Choice, waiting: Choice): boolean {
  return SOURCES.indexOf(choice.source) >= SOURCES.indexOf(waiting.source)
}

/** Throws if `init` is no initializer, or a rule is no pair of a selector and one, or applies to none of the parameters. */
export function checkProposals(
  where: string,
  { init, rules = [] }: Proposals,
  parameters: readonly (readonly [place: Place, parameter: Chooser])[],
): void {
  if (init !== undefined) toInitializer(init)
  const places = parameters.map(([place]) => place)
  const expected = 'rules to be an array of pairs [pattern, initializer]'
  if (!Array.isArray(rules)) throw new TypeError(message(where, expected, show(rules)))
  const given: readonly unknown[] = rules
  for (const rule of given) {
    if (!isRule(rule)) throw new TypeError(message(where, expected, show(rule)))
    const [selector, like] = rule
    toInitializer(like)
    if (parameters.some(([place, parameter]) => applies(rule, place, parameter))) continue
    const what = `rule ${showSelector(selector)}`
    const matched = checkMatch(where, what, selector, places).map(({ path }) => path)
    const cure = 'use an initializer without fans'
    throw new RangeError(
      message(where, `${what} to match a parameter with axes to scale by`, showNames(matched), cure),
    )
  }
}

function isRule(rule: unknown): rule is Rule {
  return Array.isArray(rule) && rule.length === 2 && isSelector(rule[0])
}

function applies([selector, like]: Rule, place: Place, { axes }: Chooser): boolean {
  const fits = hasFans(axes) || !toInitializer(like).needs.includes('fans') || selector === place.path
  return fits && selects(selector, place)
}
