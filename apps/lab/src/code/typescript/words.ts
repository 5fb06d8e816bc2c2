import * as init from '@nn/init'
import { Compiler } from '../../catalogue/compiler.ts'
import type { GivenOptions, OptionValue } from '../../catalogue/option.ts'
import type { Choice } from '../../state/state.ts'

/** An initializer as it is typed, with the names of `@nn/init` that it takes, and statements that are to stand before. */
export interface Said {
  readonly expression: string
  readonly names: readonly string[]
  readonly before: readonly string[]
}

/** A choice as it is typed; undefined for the layers' default. `role` names what a reader typed in. */
export function initializerOf(choice: Choice, role: string): Said | undefined {
  if ('code' in choice) return custom(choice.code, `${role}Init`)
  if (!('options' in choice)) return undefined
  const composed = Object.hasOwn(COMPOSED, choice.name) ? COMPOSED[choice.name] : undefined
  return composed?.(choice.options, role) ?? calling(choice.name, record(choice.options))
}

function calling(name: string, given: string, others: readonly string[] = []): Said {
  return { expression: `${name}(${given})`, names: [name, ...others], before: [] }
}

/** Options as an object, nothing where there are none. */
export function record(options: GivenOptions): string {
  const members = Object.entries(options).map(([name, value]) => `${name}: ${literal(value)}`)
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`
}

function literal(value: OptionValue): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** Those that take more than one record of options. */
const COMPOSED: Readonly<Record<string, (options: GivenOptions, role: string) => Said>> = {
  constant: ({ value }) => calling('constant', String(value)),
  masked: ({ init: inner, ...rest }) => calling('masked', `${inner}(), { ${inside(rest)} }`, [String(inner)]),
  scaled: ({ init: inner, factor }) => calling('scaled', `${inner}(), ${factor}`, [String(inner)]),
  mapped: ({ init: inner, fn }) =>
    calling('mapped', `${inner}(), (values) => values.${fn}()`, [String(inner)]),
  byBlock: ({ block, init: inner, otherwise }) =>
    calling('byBlock', `{ ${block}: ${inner}() }, ${otherwise}()`, [String(inner), String(otherwise)]),
  fromCheckpoint: ({ seed }, role) => ({
    ...calling('fromCheckpoint', `${role}Start.stateDict()`),
    before: [
      `const ${role}Start = net.clone()`,
      `${role}Start.initialize({ rng: createRng(${seed}), backend: cpuExact })`,
    ],
  }),
}

function inside(options: GivenOptions): string {
  return Object.entries({ keep: 0.5, ...options })
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ')
}

/** What a reader typed: a function as it is; of a body or another expression, a function is made. */
function custom(code: string, name: string): Said {
  const names = Object.keys(init).filter((known) => mentions(code, known))
  return { expression: name, names: [...names, 'type InitFn'], before: definition(code.trim(), name) }
}

const FUNCTION = /^(async\s+)?(function\b|\w+\s*=>|\([\w\s,{}:=]*\)\s*=>)/

function definition(code: string, name: string): readonly string[] {
  const free = ['backend', 'rng'].filter((word) => mentions(code, word))
  const scope = free.length === 0 ? [] : [`  const { ${free.join(', ')} } = request`]
  const isOwn = free.length === 0 || /^\(\s*\{/.test(code)
  if (!isExpression(code)) return [`const ${name}: InitFn = (request) => {`, ...scope, `  ${code}`, '}']
  if (FUNCTION.test(code)) {
    if (isOwn) return [`const ${name}: InitFn = ${code}`]
    return [`const ${name}: InitFn = (request) => {`, ...scope, `  return (${code})(request)`, '}']
  }
  return [
    `const ${name}: InitFn = (request) => {`,
    ...scope,
    `  const made = ${code}`,
    "  return typeof made === 'function' ? made(request) : made",
    '}',
  ]
}

/** Whether a name stands in code, not as a member of something. */
function mentions(code: string, name: string): boolean {
  return new RegExp(`(?<![.\\w$])${name}\\b(?!\\s*:)`).test(code)
}

function isExpression(code: string): boolean {
  try {
    new Compiler(`'use strict'; return (${code}\n)`)
    return true
  } catch {
    return false
  }
}
