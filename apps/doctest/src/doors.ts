import { readFileSync } from 'node:fs'
import { publicNames } from './exports.ts'

/** Interfaces that others implement and bases that their subclasses check for: no doors of a user. */
export const CONTRACTS: readonly RegExp[] = [
  /RandomSource\./,
  /TensorArchive\./,
  /CheckedRng\./,
  /PhiloxStream\./,
  /NumpyStream\./,
  /(Conv|ConvTranspose|DepthwiseConv|Convolution|Pool|AvgPool|MaxPool|AdaptivePool|AdaptiveAvgPool|AdaptiveMaxPool|GlobalPool|ChannelAffine|RunningNorm|Recurrent|RecurrentCell)\.constructor$/,
]

/** A docstring that keeps a member out of the declarations, up to the member's name. */
const INTERNAL = /\/\*\*(?:(?!\*\/)[\s\S])*@internal(?:(?!\*\/)[\s\S])*\*\/\s*/g
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

/** The text from a bracket at `start` to the one that closes it. */
function bracketed(text: string, start: number): string {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const char = text.charAt(i)
    if ('({['.includes(char)) depth++
    else if (')}]'.includes(char)) depth--
    if (depth === 0) return text.slice(start, i + 1)
  }
  throw new Error(`expected brackets that close, got ${text.slice(start, start + 60)}`)
}

/** Whether a list of parameters ends with options: an object by that name or type, not a member of one. */
function takesOptions(parameters: string): boolean {
  return /(\b\w*[oO]ptions\??|\})\??: [^,]*\bOptions\b|\boptions\??:|: (readonly )?[\w<>.&, ]*Options\b[^,]*\)$/.test(
    parameters.replace(/\s+/g, ' '),
  )
}

/** `NAME(…)` of a function, and `NAME.method(…)` of a class or an interface, that a declaration has. */
function* callables(name: string, local: string, text: string): Generator<[string, string]> {
  for (const match of text.matchAll(
    new RegExp(`export (?:async )?function ${local}\\b(?:<[^(]*>)?(?=\\()`, 'g'),
  ))
    yield [name, bracketed(text, match.index + match[0].length)]
  for (const match of text.matchAll(new RegExp(`export const ${local}: (InPlace\\w*.*)`, 'g')))
    yield [name, `(target: Tensor, options: ${match[1]} Options)`]
  const owner = new RegExp(`export (?:abstract )?(?:class|interface) ${local}\\b[^{]*(?=\\{)`).exec(text)
  if (owner === null) return
  const body = bracketed(text, owner.index + owner[0].length)
  for (const match of body.matchAll(/^ {2}(?:override |static |async )*(\w+)(?:<[^(\n]*>)?(?=\()/gm))
    yield [`${name}.${match[1]}`, bracketed(body, match.index + match[0].length)]
}

/** A public function `NAME`, constructor `NAME.constructor` or method `NAME.method`, and the text of its parameters. */
export interface PublicCall {
  readonly door: string
  readonly parameters: string
}

/** What an entry of a package exports that can be called: functions, constructors, methods of classes and interfaces. */
export function publicCalls(index: string): PublicCall[] {
  return publicNames(index).flatMap(({ name, local, file }) => {
    const text = readFileSync(file, 'utf8').replace(INTERNAL, 'internal ').replace(COMMENT, '')
    return [...callables(name, local, text)].map(([door, parameters]) => ({ door, parameters }))
  })
}

/** Those of them that take an options object. */
export function optionDoors(index: string): string[] {
  const doors = publicCalls(index).filter(({ parameters }) => takesOptions(parameters))
  return [...new Set(doors.map(({ door }) => door))]
}
