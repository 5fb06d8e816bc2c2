import { message, show } from '@nn/check'

/**
 * A path as Python writes it, each name in snake_case: `selfAttn.inProjWeight` is PyTorch's `self_attn.in_proj_weight`. The layers here
 * have PyTorch's names but for that, so that state dicts go both ways. A name that is no camelCase stays: `layer_norm`, `SelfAttention`
 * and `A_log` are Python's already.
 *
 * @throws TypeError if the path is no text.
 * @example
 * ```ts
 * import { snakeCase } from '@nn/layers'
 * snakeCase('selfAttn.inProjWeight') // => 'self_attn.in_proj_weight'
 * snakeCase('block.0.layer.1.DenseReluDense.wi.weight') // => 'block.0.layer.1.DenseReluDense.wi.weight'
 * ```
 */
export function snakeCase(path: string): string {
  return text('snakeCase', path).split('.').map(snake).join('.')
}

/**
 * A path as JavaScript writes it, each name in camelCase: PyTorch's `self_attn.in_proj_weight` is `selfAttn.inProjWeight`. What has
 * no underscore before a small letter stays, and so does what would not come back, such as `A_log`. A model that keeps Python's names
 * for its own fields reads a state dict by `fromPython` instead.
 *
 * @throws TypeError if the path is no text, RangeError if `snakeCase` would not turn it back, as Python's own camelCase `qkvProj`.
 * @example
 * ```ts
 * import { camelCase } from '@nn/layers'
 * camelCase('self_attn.in_proj_weight') // => 'selfAttn.inProjWeight'
 * camelCase('encoder.LayerNorm.weight') // => 'encoder.LayerNorm.weight'
 * camelCase('qkvProj.weight') // throws /camelCase: expected names that snakeCase turns back, got "qkvProj" in "qkvProj\.weight"/
 * ```
 */
export function camelCase(path: string): string {
  return text('camelCase', path)
    .split('.')
    .map((name) => {
      const turned = camel(name)
      if (snake(turned) === name) return turned
      if (snake(name) === name) return name
      const cure = 'read the state dict by the names of the model: fromPython(net, state)'
      const got = `${show(name)} in ${show(path)}`
      throw new RangeError(message('camelCase', 'names that snakeCase turns back', got, cure))
    })
    .join('.')
}

/** One name in snake_case, if it is one in camelCase. */
function snake(name: string): string {
  if (/(^|_)[A-Z]/.test(name)) return name
  const turned = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return camel(turned) === name ? turned : name
}

/** One name in camelCase; underscores that begin it stay. */
function camel(name: string): string {
  return name.replace(/^_+|_([a-z])/g, (found, letter?: string) => letter?.toUpperCase() ?? found)
}

function text(where: string, path: string): string {
  if (typeof path === 'string') return path
  throw new TypeError(message(where, 'a path to be a text', show(path)))
}
