import * as init from '@nn/init'
import { isTensor, type Tensor, type TensorData } from '@nn/tensor'
import { Compiler } from './compiler.ts'

/** What a reader's code is, once it is compiled. */
export type Custom = (request: init.InitRequest) => Tensor | TensorData

/** The names that code finds: the request, what of it is used most, and the exports of `@nn/init`. */
const NAMES = ['request', 'backend', 'rng', ...Object.keys(init)]
const EXPORTS: readonly unknown[] = Object.values(init)

/**
 * The initializer that a reader typed: a function `(request) => …`, or the body of one.
 *
 * @throws SyntaxError if it is no JavaScript, TypeError if it loads modules. What it gives is checked when it is applied.
 */
export function compileCustom(code: string): Custom {
  // A module could talk to the network. Code that hides the word from this line finds nothing to compile it with.
  if (/\bimport\b/.test(code)) throw new TypeError('expected code without import, which there is not here')
  const make = compile(code)
  return function custom(request) {
    const made = make(request, request.backend, request.rng, ...EXPORTS)
    return finite(typeof made === 'function' ? made(request) : made)
  }
}

type Make = (...scope: readonly unknown[]) => unknown

/** An expression, such as a function, or else statements that return. */
function compile(code: string): Make {
  let complaint: unknown
  for (const text of [`return (${code}\n)`, code]) {
    try {
      const made: unknown = new Compiler(...NAMES, `'use strict'; ${text}`)
      if (isFunction(made)) return made
    } catch (error) {
      // The first complaint is about what is a function, the second about a body.
      complaint = complaint === undefined || !code.includes('=>') ? error : complaint
    }
  }
  throw complaint
}

function isFunction(value: unknown): value is Make {
  return typeof value === 'function'
}

/** What code gave, if all of it are numbers; whether it is values at all, and as many as it takes, is seen where it is applied. */
function finite<T>(given: T): T {
  const values: unknown = isTensor(given) ? given.toArray() : given
  if (!ArrayBuffer.isView(values) || !('length' in values)) return given
  const bad = Array.prototype.findIndex.call(values, (value: unknown) => !Number.isFinite(value))
  if (bad < 0) return given
  throw new RangeError(`expected numbers, got ${Reflect.get(values, bad)} at element ${bad}`)
}
