import { type Brand, hasBrand, mark } from '@nn/check'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'

/** A parameter or a buffer: what has values. */
export type ParameterOrBuffer = Parameter | StateBuffer

/** What a field of a module holds, if the module's tree goes on there. */
export type ModuleField = Module | ParameterOrBuffer

function brand(name: string, noun: string): Brand {
  return { key: Symbol.for(`@nn/layers/${name}`), from: '@nn/layers', noun, protocol: 1 }
}

/** @internal */
export const MODULE: Brand = /* @__PURE__ */ brand('module', 'a module')
/** @internal */
export const PARAMETER: Brand = /* @__PURE__ */ brand('parameter', 'a parameter')
/** @internal */
export const BUFFER: Brand = /* @__PURE__ */ brand('state-buffer', 'a buffer')

/** The method that Node's console.log and util.inspect look for. */
const INSPECT: symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

/**
 * Makes an object a module, a parameter or a buffer for all copies of this package; `prototype` is that of the class which all such
 * objects of this copy have.
 *
 * @internal
 */
export function makeNode(node: object, kind: Brand, state: object, prototype: object): void {
  mark(node, kind)
  hide(node, state)
  showAsText(prototype)
}

/** Lets Node show objects of a class as their texts. Called by constructors: a static block would keep the class in every bundle. */
export function showAsText(prototype: object): void {
  if (Object.hasOwn(prototype, INSPECT)) return
  const value = function (this: unknown): string {
    return String(this)
  }
  // Vue puts no proxy around what says so: identities and typed arrays would be others within.
  Object.defineProperties(prototype, { [INSPECT]: { value }, __v_skip: { value: true } })
}

/**
 * Gives a node the state that is not for its users; all copies of this package look for it here, where a `#private` member would be
 * an engine's error. It is not enumerable: it is no field. It can be redefined, as proxies may only then give something else for it.
 */
export function hide(node: object, state: object): void {
  Object.defineProperty(node, '$state', { value: state, configurable: true, writable: true })
}

/**
 * Whether a value is a module, made by this copy of the package or by another one, which `instanceof Module` does not know.
 *
 * @throws TypeError if it is one of a copy that is too old or too new to work with this one.
 * @example
 * ```ts
 * import { Dense, isModule, relu } from '@nn/layers'
 * isModule(new Dense(2)) // => true
 * isModule(relu) // => false
 * ```
 */
export function isModule(value: unknown): value is Module {
  return hasBrand(value, MODULE)
}

/**
 * Whether a value is a parameter, made by this copy of the package or by another one.
 *
 * @throws TypeError if it is one of a copy that is too old or too new to work with this one.
 * @example
 * ```ts
 * import { Dense, isParameter } from '@nn/layers'
 * isParameter(new Dense(2).weight) // => true
 * isParameter(new Dense(2)) // => false
 * ```
 */
export function isParameter(value: unknown): value is Parameter {
  return hasBrand(value, PARAMETER)
}

/**
 * Whether a value is a buffer, made by this copy of the package or by another one.
 *
 * @throws TypeError if it is one of a copy that is too old or too new to work with this one.
 * @example
 * ```ts
 * import { BatchNorm, isStateBuffer } from '@nn/layers'
 * isStateBuffer(new BatchNorm().runningMean) // => true
 * isStateBuffer(new BatchNorm().weight) // => false
 * ```
 */
export function isStateBuffer(value: unknown): value is StateBuffer {
  return hasBrand(value, BUFFER)
}
