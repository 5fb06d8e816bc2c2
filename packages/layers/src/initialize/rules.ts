import { message, show, showNames } from '@nn/check'
import type { Initializer, InitLike } from '@nn/init'
import { hasFans, toInitializer } from '@nn/init/layer'
import type { Chooser } from './precedence.ts'
import {
  checkMatch,
  exactPath,
  isSelector,
  type Place,
  type Selector,
  selects,
  showSelector,
} from './selector.ts'

/**
 * A selector and the initializer of the parameters that it is for. An initializer that scales by fans passes over
 * parameters without axes, so that `[/^0\./, xavierUniform()]` leaves the bias its default; a path in full demands it.
 */
export type Rule = readonly [selector: Selector, init: InitLike]

/** A rule with its initializer, and its place among the others. */
export interface KnownRule {
  readonly selector: Selector
  readonly init: Initializer
  readonly index: number
}

/** Rules by the parameter that they are for: those of one path are found by it, so that n of them cost no n² comparisons. */
export interface RuleBook {
  /** The first rule for a parameter at one of its places. */
  find(place: Place, parameter: Chooser): KnownRule | undefined
}

/** Throws unless rules are pairs of a selector and an initializer, each of which is the first one for some parameter. */
export function openRules(
  where: string,
  given: readonly Rule[],
  parameters: readonly (readonly [place: Place, parameter: Chooser])[],
): RuleBook {
  const rules = knownRules(where, given)
  const book = bookOf(rules)
  const first = new Set(parameters.map(([place, parameter]) => book.find(place, parameter)))
  const idle = rules.find((rule) => !first.has(rule))
  if (idle !== undefined) refuseIdle(where, idle, book, parameters)
  return book
}

function knownRules(where: string, given: unknown): KnownRule[] {
  const expected = 'rules to be an array of pairs [pattern, initializer]'
  if (!Array.isArray(given)) throw new TypeError(message(where, expected, show(given)))
  return given.map((rule: unknown, index) => {
    if (!Array.isArray(rule) || rule.length !== 2 || !isSelector(rule[0]))
      throw new TypeError(message(where, expected, show(rule)))
    return { selector: rule[0], init: toInitializer(rule[1]), index }
  })
}

function bookOf(rules: readonly KnownRule[]): RuleBook {
  const exact = new Map<string, KnownRule[]>()
  const others: KnownRule[] = []
  for (const rule of rules) {
    const path = exactPath(rule.selector)
    const among = path === undefined ? others : (exact.get(path) ?? [])
    among.push(rule)
    if (path !== undefined) exact.set(path, among)
  }
  return {
    find: (place, parameter) => {
      const isFor = (rule: KnownRule): boolean => applies(rule, place, parameter)
      const own = exact.get(place.path)?.find(isFor)
      const end = own?.index ?? rules.length
      for (const rule of others) {
        if (rule.index > end) break
        if (isFor(rule)) return rule
      }
      return own
    },
  }
}

function applies({ selector, init }: KnownRule, place: Place, { axes }: Chooser): boolean {
  const fits = hasFans(axes) || !init.needs.includes('fans') || selector === place.path
  return fits && selects(selector, place)
}

/** The error of a rule that is the first one for no parameter. */
function refuseIdle(
  where: string,
  rule: KnownRule,
  book: RuleBook,
  parameters: readonly (readonly [place: Place, parameter: Chooser])[],
): never {
  const what = `rule ${showSelector(rule.selector)}`
  for (const [place, parameter] of parameters) {
    const before = applies(rule, place, parameter) ? book.find(place, parameter) : undefined
    if (before === undefined) continue
    const got = `rule ${showSelector(before.selector)} before it`
    throw new RangeError(message(where, `${what} to be the first for a parameter`, got, 'put it first'))
  }
  const places = parameters.map(([place]) => place)
  const matched = checkMatch(where, what, rule.selector, places).map(({ path }) => path)
  const expected = `${what} to match a parameter with axes to scale by`
  throw new RangeError(message(where, expected, some(matched), 'use an initializer without fans'))
}

/** The first of some paths, and how many more there are. */
export function some(paths: readonly string[]): string {
  const shown = showNames(paths.slice(0, 3))
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown
}
