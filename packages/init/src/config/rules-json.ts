import { checkOptions, isPlain, message, type OptionNames, show } from '@nn/check'
import type { InitConfig, Initializer, InitLike } from '../initializer/initializer.ts'
import { toInitializer } from '../initializer/to-initializer.ts'
import { type Pattern, patternToJSON } from '../parameter/pattern.ts'
import { FROM_JSON, type FromJSONOptions, fromJSON } from './from-json.ts'
import { parsed } from './members.ts'
import { patternFromJSON } from './pattern-from-json.ts'

/** What a rule is for, as far as that is data: paths, or paths and a role. */
export type DataSelector = Pattern | { readonly path?: Pattern; readonly role?: string }

/** A rule of `initialize({ rules })` that can be written as JSON. */
export type DataRule = readonly [selector: DataSelector, init: InitLike]

/** A rule as JSON. */
export type RuleJSON = readonly [selector: unknown, init: InitConfig]

/**
 * Rules as JSON, for `rulesFromJSON`.
 *
 * @throws TypeError if a selector is a class or an initializer is a function of one's own: neither is data.
 * @example
 * ```ts
 * import { kaimingNormal, zeros } from '@nn/init'
 * import { rulesFromJSON, rulesToJSON } from '@nn/init/config'
 * const json = rulesToJSON([[/^0\./, kaimingNormal()], [{ role: 'bias' }, zeros()]])
 * JSON.stringify(json[1]) // => '[{"role":"bias"},{"name":"zeros"}]'
 * rulesToJSON(rulesFromJSON(JSON.stringify(json))) // => json
 * ```
 */
export function rulesToJSON(rules: readonly DataRule[]): RuleJSON[] {
  return pairsOf('rulesToJSON', rules).map(([selector, init]) => [
    selectorToJSON(selector as DataSelector),
    toInitializer(init as InitLike).toJSON(),
  ])
}

/**
 * The rules that `rulesToJSON` wrote, parsed or as text.
 *
 * @throws TypeError if they are no pairs; else as `fromJSON`.
 * @example
 * ```ts
 * import { rulesFromJSON } from '@nn/init/config'
 * const [rule] = rulesFromJSON('[["**.weight", "he_normal"]]')
 * rule?.[0] // => '**.weight'
 * rule?.[1].config.name // => 'varianceScaling'
 * ```
 */
export function rulesFromJSON(
  json: unknown,
  options: FromJSONOptions = {},
): (readonly [selector: DataSelector, init: Initializer])[] {
  checkOptions('rulesFromJSON', options, FROM_JSON)
  const rules = pairsOf('rulesFromJSON', parsed('rulesFromJSON', json))
  return rules.map(([selector, init]) => [selectorFromJSON(selector), fromJSON(init, options)] as const)
}

function pairsOf(where: string, rules: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(rules) && rules.every((rule) => Array.isArray(rule) && rule.length === 2)) return rules
  throw new TypeError(message(where, 'pairs [selector, initializer]', show(rules)))
}

const SELECTOR: OptionNames<Exclude<DataSelector, Pattern>> = { path: true, role: true }

function selectorToJSON(selector: DataSelector): unknown {
  if (typeof selector === 'string' || selector instanceof RegExp) return patternToJSON(selector)
  if (!isPlain(selector) || 'type' in selector) {
    const cure = 'select by path or role'
    throw new TypeError(message('rulesToJSON', 'selectors that are data', show(selector), cure))
  }
  checkOptions('rulesToJSON', selector, SELECTOR)
  const { path, role } = selector
  return {
    ...(path === undefined ? {} : { path: patternToJSON(path) }),
    ...(role === undefined ? {} : { role }),
  }
}

function selectorFromJSON(json: unknown): DataSelector {
  if (!isPlain(json) || 'regexp' in json) return patternFromJSON(json)
  checkOptions<object>('rulesFromJSON', json, SELECTOR)
  const { path, role }: { readonly path?: unknown; readonly role?: unknown } = json
  if (role !== undefined && typeof role !== 'string') {
    throw new TypeError(message('rulesFromJSON', 'role to be a text', show(role)))
  }
  return {
    ...(role === undefined ? {} : { role }),
    ...(path === undefined ? {} : { path: patternFromJSON(path) }),
  }
}
