import { type Axes, hasFans, type Initializer, type InitLike, nearest, toInitializer } from '@nn/init'

/** Where a parameter's initializer came from, weakest first: the order is the precedence. */
const SOURCES = ['default', 'init', 'option', 'rule', 'call'] as const

/** The layer's default, `init` of initialize, constructor option, rule, call on the parameter itself. */
export type Source = (typeof SOURCES)[number]

/** Which parameters a rule is for: a path, a glob of one (`0.*`, `**.weight`, `layer?.bias`), or a regular expression. */
export type Pattern = string | RegExp

/**
 * A pattern and the initializer of the parameters whose path it matches. An initializer that scales by fans passes over
 * parameters without axes, so that `[/^0\./, xavierUniform()]` leaves the bias its default; a path in full demands it.
 */
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
  readonly axes: Axes | undefined
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
  const rule = rules.find((candidate) => applies(candidate, path, parameter))
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

/** Throws if `init` is no initializer, or a rule is no pair of a pattern and one, or applies to none of the parameters. */
export function checkProposals(
  where: string,
  { init, rules = [] }: Proposals,
  parameters: ReadonlyMap<string, Chooser>,
): void {
  if (init !== undefined) toInitializer(init)
  if (!Array.isArray(rules)) {
    throw new TypeError(
      `${where}: expected rules to be an array of pairs [pattern, initializer], got ${String(rules)}`,
    )
  }
  for (const rule of rules as readonly unknown[]) {
    if (!isRule(rule)) {
      throw new TypeError(`${where}: expected rules to be pairs [pattern, initializer], got ${String(rule)}`)
    }
    const [pattern, like] = rule
    toInitializer(like)
    if ([...parameters].some(([path, parameter]) => applies(rule, path, parameter))) continue
    const paths = [...parameters.keys()]
    const matched = paths.filter((path) => matches(pattern, path))
    const expected = `${where}: expected rule ${showPattern(pattern)} to match a parameter`
    if (matched.length > 0) {
      const cure = 'use an initializer without fans'
      throw new RangeError(`${expected} with axes to scale by, got ${matched.join(', ')}; ${cure}`)
    }
    const near = typeof pattern === 'string' ? nearest(pattern, paths) : paths.slice(0, 3)
    throw new RangeError(
      `${expected}, got none; ${near.length === 0 ? 'it has none' : `it has ${near.join(', ')}`}`,
    )
  }
}

function isRule(rule: unknown): rule is Rule {
  return Array.isArray(rule) && (typeof rule[0] === 'string' || rule[0] instanceof RegExp)
}

function applies([pattern, like]: Rule, path: string, { axes }: Chooser): boolean {
  const fits = hasFans(axes) || !toInitializer(like).needs.includes('fans') || pattern === path
  return fits && matches(pattern, path)
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
