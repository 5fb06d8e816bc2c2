import { message, wrongKind } from '@nn/check'
import { Module } from '../module/module.ts'
import { adopt } from '../tree/walk.ts'
import { checkModule, checkModules, frozen, modulesOf } from './parts.ts'

/**
 * Modules in order, for a forward of one's own: names are indices, so that the first one's weight has the
 * path `blocks.0.weight` where the list is the field `blocks`.
 *
 * @throws TypeError if an item is no module; forward always throws one: a list says nothing of how its
 * modules are called.
 * @example
 * ```ts
 * import { Dense, ModuleList } from '@nn/layers'
 * const list = new ModuleList([new Dense(8), new Dense(1)])
 * list.length // => 2
 * const paths = [...list.parameters().keys()]
 * paths // => ['0.weight', '0.bias', '1.weight', '1.bias']
 * ```
 */
export class ModuleList<const T extends readonly Module[]> extends Module {
  readonly items: T

  constructor(items: T) {
    super()
    if (!Array.isArray(items)) throw wrongKind('ModuleList', 'an array of modules', items)
    for (const [i, item] of items.entries()) checkModule('ModuleList', `item ${i}`, item)
    this.items = frozen(items)
    adopt(this)
  }

  get length(): number {
    return this.items.length
  }

  [Symbol.iterator](): Iterator<T[number]> {
    return this.items[Symbol.iterator]()
  }

  override forward(): never {
    throw new TypeError(message(this.label, 'a call of one of its modules', 'forward of the list'))
  }

  override fields(): ReturnType<Module['fields']> {
    return modulesOf(this.items)
  }
}

/**
 * Modules by name, for a forward of one's own: names are keys, so that a weight has the path
 * `heads.left.weight` where the record is the field `heads`.
 *
 * @throws TypeError if an item is no module, RangeError if a name is empty, has a dot, or is an integer, which JavaScript would put
 * before the others; forward always throws a TypeError.
 * @example
 * ```ts
 * import { Dense, ModuleDict } from '@nn/layers'
 * const heads = new ModuleDict({ left: new Dense(8), right: new Dense(1) })
 * heads.items.left.units // => 8
 * const paths = [...heads.parameters().keys()]
 * paths // => ['left.weight', 'left.bias', 'right.weight', 'right.bias']
 * ```
 */
export class ModuleDict<const T extends Readonly<Record<string, Module>>> extends Module {
  readonly items: T

  constructor(items: T) {
    super()
    checkModules('ModuleDict', items)
    this.items = frozen(items)
    adopt(this)
  }

  override forward(): never {
    throw new TypeError(message(this.label, 'a call of one of its modules', 'forward of them all'))
  }

  override fields(): ReturnType<Module['fields']> {
    return modulesOf(this.items)
  }
}
