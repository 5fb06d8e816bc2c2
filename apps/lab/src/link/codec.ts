import { ACTIVATION_NAMES } from '../activations/activation-names.ts'
import { SUITS } from '../networks/suits.ts'
import { defaultsOf } from '../state/defaults.ts'
import type { Field, Problem } from '../state/problem.ts'
import { type Choice, DIALECTS, type LabState, NETWORKS, ROLES, type RoleName } from '../state/state.ts'
import { readChoice, show, writeChoice } from './choice.ts'

/** A state that was read, and what of the text could not be. */
export interface Decoded {
  readonly state: LabState
  readonly problems: readonly Problem[]
}

/** Ends of whole numbers. */
export const RANGES: Readonly<
  Record<'depth' | 'width' | 'batch' | 'seed', readonly [low: number, high: number]>
> = {
  depth: [1, 100],
  width: [1, 1024],
  batch: [1, 4096],
  seed: [0, 2 ** 32 - 1],
}

const FIELDS = [
  ...(['network', 'depth', 'width', 'activation'] as const),
  ...ROLES,
  ...(['dialect', 'data', 'batch', 'seed', 'parameter'] as const),
]

/** A state as the text behind a link's `#`: what differs from the defaults of its network, in words. */
export function encodeState(state: LabState): string {
  const texts = textsOf(state)
  const usual = textsOf(defaultsOf(state.network))
  const isSaid = (field: Field): boolean =>
    field === 'network' ? state.network !== 'mlp' : texts[field] !== usual[field]
  return FIELDS.filter(isSaid)
    .map((field) => `${field}=${escaped(texts[field])}`)
    .join('&')
}

/** The state of a link, whatever stands there: what cannot be read is the default, with a problem. */
export function decodeState(hash: string): Decoded {
  const problems: Problem[] = []
  const given = givenIn(hash.replace(/^#/, ''), problems)
  const read: Read = (field, usual, { expected, parse }) => {
    const text = given.get(field)
    if (text === undefined) return usual
    const value = parse(text)
    if (value === undefined) {
      problems.push({ field, text: `expected ${expected}, got ${show(text)}; ${usual} is taken` })
    }
    return value ?? usual
  }
  const network = read('network', 'mlp', oneOf(NETWORKS))
  const usual = defaultsOf(network)
  const choice = (role: RoleName): Choice => {
    const result = readChoice(role, given.get(role) ?? 'default')
    if ('choice' in result) return result.choice
    problems.push({ field: role, text: `${result.text}; the default is taken` })
    return usual.init[role]
  }
  const state: LabState = {
    network,
    depth: read('depth', usual.depth, whole(RANGES.depth)),
    width: read('width', usual.width, whole(RANGES.width)),
    activation: read('activation', usual.activation, oneOf<string>(ACTIVATION_NAMES)),
    init: { weight: choice('weight'), bias: choice('bias'), embedding: choice('embedding') },
    dialect: read('dialect', usual.dialect, oneOf(DIALECTS)),
    data: read('data', usual.data, oneOf(SUITS[network].data)),
    batch: read('batch', usual.batch, whole(RANGES.batch)),
    seed: read('seed', usual.seed, whole(RANGES.seed)),
    parameter: given.get('parameter') ?? '',
  }
  return { state, problems }
}

/** How a text becomes a value, and what it should have been. */
interface Parser<T> {
  readonly expected: string
  readonly parse: (text: string) => T | undefined
}
type Read = <T extends string | number>(field: Field, usual: T, parser: Parser<T>) => T

function oneOf<T extends string>(values: readonly T[]): Parser<T> {
  return {
    expected: values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`,
    parse: (text) => values.find((value) => value === text),
  }
}

function whole([low, high]: readonly [low: number, high: number]): Parser<number> {
  const parse = (text: string): number | undefined => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    return value >= low && value <= high ? value : undefined
  }
  return { expected: `a whole number from ${low} to ${high}`, parse }
}

/** What is given for each field; what is no field, is given twice or cannot be read is a problem. */
function givenIn(text: string, problems: Problem[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', ...rest] = pair.split('=')
    const field = unescaped(name) ?? name
    const value = unescaped(rest.join('='))
    if (!FIELDS.some((known) => known === field)) {
      problems.push({ field, text: `there is no ${show(field)}; it is left out` })
    } else if (value === undefined) {
      problems.push({ field, text: `expected text in which every % is escaped, got ${show(pair)}` })
    } else if (given.has(field)) {
      problems.push({ field, text: `it is given twice; the first is taken` })
    } else given.set(field, value)
  }
  return given
}

function textsOf(state: LabState): Readonly<Record<Field, string>> {
  const { init, depth, width, batch, seed } = state
  return {
    ...state,
    ...{ depth: String(depth), width: String(width), batch: String(batch), seed: String(seed) },
    weight: writeChoice(init.weight),
    bias: writeChoice(init.bias),
    embedding: writeChoice(init.embedding),
  }
}

/** Escapes what cannot stand in a link; what people read, such as parentheses, stays. Halves of characters, which no link can have, are replaced. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /%(?:2C|2F|3A|3B|3D|40|24|2B|3F)/g,
    decodeURIComponent,
  )
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
