import { createModel } from '@nn/models'
import type { Callable } from '../../../python/objects.ts'
import { type Construct, optionsOf } from './construct.ts'

/** timm, as a module of a program. */
export function timmModules(construct: Construct): Record<string, unknown> {
  const create: Callable = ([given, ...others], { model_name = given, ...keywords }) => {
    if (typeof model_name !== 'string') throw new TypeError('a call of timm.create_model without a name')
    if (others.length > 0) throw new TypeError('timm.create_model with more than its name is not read')
    const options = optionsOf(model_name, keywords)
    return construct((dialect) => createModel(model_name, options, dialect))
  }
  return { timm: { create_model: create }, 'timm.models': { create_model: create } }
}
