import { type Initializer, type InitLike, nearest, toInitializer } from '@nn/init'

/** Where a parameter's initializer came from, weakest first: the order is the precedence. */
export const SOURCES = ['default', 'init', 'option', 'rule', 'call'] as const

/** One of `SOURCES`: the layer's default, `init` of initialize, constructor option, rule, call on the parameter itself. */
export type Source = (typeof SOURCES)[number]

/** Which parameters a rule is for: a path, a glob of one (`0.*`, `**.weight`, `layer?.bias`), or a regular expression. */
export type Pattern = string | RegExp

/** A pattern and the initializer of the parameters whose path it matches. */
export type Rule = readonly [pattern: Pattern, init: InitLike]

/** The initializer that a parameter gets, and why. */
export interface Choice {
  readonly init: Initializer
  readonly source: Source
  /** The reason in words, as plans and reports show it. */
  readonly reason: string
}

/** What is proposed for a parameter by whom. */
export interface Proposals {
  readonly call?: InitLike | undefined
  readonly rules?: readonly Rule[] | undefined
  readonly init?: InitLike | undefined
}

/** What a parameter itself says. */
export interface Chooser {
  readonly role: string
  readonly option: Initializer | undefined
  readonly fallback: Initializer
}

/**
 * The precedence, all of it: a call on the parameter > the first rule whose pattern matches > constructor option > `init` of
 * initialize, for weights > the layer's default.
 */
export function choose(path: string, parameter: Chooser, { call, rules = [], init }: Proposals): Choice {
  if (call !== undefined)
    return { init: toInitializer(call), source: 'call', reason: 'call on the parameter' }
  const rule = rules.find(([pattern]) => matches(pattern, path))
  if (rule !== undefined) {
    return { init: toInitializer(rule[1]), source: 'rule', reason: `rule ${showPattern(rule[0])}` }
  }
  if (parameter.option !== undefined) {
    return { init: parameter.option, source: 'option', reason: 'constructor option' }
  }
  if (init !== undefined && parameter.role === 'weight') {
    return { init: toInitializer(init), source: 'init', reason: 'init of initialize' }
  }
  return { init: parameter.fallback, source: 'default', reason: "layer's default" }
}

/** Whether a choice may take the place of one that waits for its shape. */
export function outranks(choice: Choice, waiting: Choice): boolean {
  return SOURCES.indexOf(choice.source) >= SOURCES.indexOf(waiting.source)
}

/** Throws if a rule is no pair of a pattern and an initializer, or matches none of the paths. */
export function checkRules(where: string, rules: readonly Rule[], paths: readonly string[]): void {
  for (const rule of rules) {
    if (!Array.isArray(rule) || !(typeof rule[0] === 'string' || rule[0] instanceof RegExp)) {
      throw new TypeError(`${where}: expected rules to be pairs [pattern, initializer], got ${String(rule)}`)
    }
    const [pattern, like] = rule as Rule
    toInitializer(like)
    if (paths.some((path) => matches(pattern, path))) continue
    const near = typeof pattern === 'string' ? nearest(pattern, paths) : paths.slice(0, 3)
    const cure = near.length === 0 ? 'there are no parameters' : `there are ${near.join(', ')}`
    throw new RangeError(
      `${where}: expected rule ${showPattern(pattern)} to match a parameter, got none; ${cure}`,
    )
  }
}

function matches(pattern: Pattern, path: string): boolean {
  // Without the flags g and y a test has no memory.
  if (pattern instanceof RegExp) return new RegExp(pattern, pattern.flags.replace(/[gy]/g, '')).test(path)
  const source = pattern.replace(/\*\*|[\\^$.*+?()[\]{}|]/g, (token) => GLOB[token] ?? `\\${token}`)
  return new RegExp(`^${source}$`).test(path)
}

/** What the wildcards match: within a segment, or, doubled, across them. */
const GLOB: Readonly<Record<string, string>> = { '**': '.*', '*': '[^.]*', '?': '[^.]' }

function showPattern(pattern: Pattern): string {
  return typeof pattern === 'string' ? JSON.stringify(pattern) : String(pattern)
}
