import { initializerEntry, recipeEntry } from '../catalogue/entries.ts'
import type { Option, OptionValue } from '../catalogue/option.ts'
import type { Choice, RoleName } from '../state/state.ts'

/** A choice that was read, or what is wrong with it. */
export type ReadChoice = { readonly choice: Choice } | { readonly text: string }

/** A choice as it stands in a link: `default`, `kaimingNormal(nonlinearity=tanh)`, `custom(request => …)`. */
export function writeChoice(choice: Choice): string {
  if ('code' in choice) return `custom(${choice.code})`
  if (!('options' in choice)) return 'default'
  const options = Object.entries(choice.options).map(([name, value]) => `${name}=${value}`)
  return options.length === 0 ? choice.name : `${choice.name}(${options.join(',')})`
}

/** Reads what `writeChoice` wrote, or a person. */
export function readChoice(role: RoleName, text: string): ReadChoice {
  if (text === 'default') return { choice: { name: 'default' } }
  const [, name = '', given] = /^(\w+)(?:\((.*)\))?$/s.exec(text) ?? []
  if (name === 'custom') {
    return given === undefined
      ? { text: 'expected code in parentheses, as in custom((request) => …)' }
      : { choice: { name: 'custom', code: given } }
  }
  const entry = initializerEntry(name) ?? (role === 'weight' ? recipeEntry(name) : undefined)
  if (entry === undefined) {
    const isRecipe = recipeEntry(name) !== undefined
    return {
      text: isRecipe
        ? `${name} is a recipe, for weights alone`
        : `expected an initializer, got ${show(text)}`,
    }
  }
  return readOptions(name, entry.options, given ?? '')
}

function readOptions(name: string, options: readonly Option[], text: string): ReadChoice {
  const given: Record<string, OptionValue> = {}
  for (const pair of text === '' ? [] : text.split(',')) {
    const [key = '', ...rest] = pair.split('=')
    const option = options.find((one) => one.name === key.trim())
    if (option === undefined) {
      const names = options.length === 0 ? 'none' : options.map((one) => one.name).join(', ')
      return { text: `expected options of ${name}: ${names}; got ${show(key)}` }
    }
    const value = readOption(option, rest.join('=').trim())
    if (value === undefined)
      return { text: `${name}: expected ${expectedOf(option)}, got ${show(rest.join('='))}` }
    given[option.name] = value
  }
  for (const { name: key, isRequired, default: initial } of options) {
    if (isRequired === true && initial !== undefined) given[key] ??= initial
  }
  return { choice: { name, options: given } }
}

function readOption(option: Option, text: string): OptionValue | undefined {
  switch (option.kind) {
    case 'number': {
      const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
      return Number.isFinite(value) ? value : undefined
    }
    case 'choice':
      return option.values.includes(text) ? text : undefined
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
  }
}

function expectedOf(option: Option): string {
  if (option.kind === 'number') return `a number as ${option.name}`
  const values = option.kind === 'choice' ? option.values : ['true', 'false']
  return `${option.name} to be one of ${values.join(', ')}`
}

/** A text in quotation marks, cut where it is long. */
export function show(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
