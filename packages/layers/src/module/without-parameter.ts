import type { Module } from './module.ts'

/** Makes reading a parameter that a layer was built without an error instead of undefined. */
export function withoutParameter(layer: Module, name: string, option: string): void {
  const get = function (this: Module): never {
    const got = `got a layer with ${option}: false; test ${option} first`
    const article = /^[aeiou]/.test(name) ? 'an' : 'a'
    throw new RangeError(`${this.label}: expected ${article} ${name}, ${got}`)
  }
  Object.defineProperty(layer, name, { get })
}
