import { atOnce, message, show, showShape } from '@nn/check'
import { isTensor, ShapeError, type Tensor, type TensorData } from '@nn/tensor'
import { checkCount } from './array-values.ts'
import { createInitializer, type Initializer, type InitLike } from './initializer.ts'
import { type InitRequest, NoBackendError } from './request.ts'
import { dtypeOf, isStorage } from './typed-arrays.ts'

/**
 * The one normaliser: a function or an object with `initialize` becomes an `Initializer`, which is returned as it is.
 * The values of a person's own initializer are copied, so that it may return the same tensor twice, and what it
 * throws is wrapped with the parameter's path.
 *
 * @throws TypeError if `like` is neither, or a class that was not instantiated.
 * @example
 * ```ts
 * import type { InitRequest } from '@nn/init'
 * import { toInitializer } from '@nn/init/layer'
 * const ramp = ({ backend, shape: [n = 0] }: InitRequest) => backend.arange(n)
 * toInitializer(ramp).config // => { name: 'ramp' }
 * toInitializer('normal' as never) // throws /expected an initializer, got "normal"; pass normal/
 * ```
 */
export function toInitializer(like: InitLike): Initializer {
  if (typeof like === 'function') {
    if ('config' in like && 'elements' in like) return like as Initializer
    if (!/^class\b/.test(Function.prototype.toString.call(like))) return custom(like.name, like)
    throw new TypeError(
      message('init', 'an initializer', `the class ${like.name}`, `pass new ${like.name}()`),
    )
  }
  if (typeof like?.initialize === 'function') {
    return custom(like.constructor?.name, (request) => like.initialize(request))
  }
  const isRecipe = typeof Object(like).assign === 'function'
  // It counts the parameters of a network, so that one of them alone has no law.
  const cure = isRecipe
    ? 'pass { recipe } to a network, or take one law: recipe.assign(parameters).get(path).init'
    : 'pass normal(), a function (request) => tensor or an object with initialize(request)'
  throw new TypeError(message('init', 'an initializer', show(like), cure))
}

type CustomFn = (request: InitRequest) => Tensor | TensorData

function custom(given: string | undefined, fn: CustomFn): Initializer {
  const name = given === undefined || given === '' ? 'custom' : given
  return createInitializer({
    config: { name },
    draw: (request) => copyOf(name, call(name, fn, request), request),
    describe: () => ({ text: name }),
    isData: false,
  })
}

function call(name: string, fn: CustomFn, request: InitRequest): Tensor | TensorData {
  try {
    return fn(request)
  } catch (cause) {
    if (cause instanceof NoBackendError) throw cause
    const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause)
    throw new Error(`${request.path}: expected ${name} to return a tensor, got ${got}; see the cause`, {
      cause,
    })
  }
}

/** What a function returned for a request, checked and copied, so that it may return the same twice. */
function copyOf(name: string, returned: unknown, request: InitRequest): TensorData {
  const { path, dtype } = request
  const value = atOnce(path, `${name} to return a tensor`, returned)
  const where = `${path}: expected ${name} to return`
  if (!isTensor(value) && !isStorage(value)) {
    const cure = typeof value === 'function' ? `; call the factory, as in ${name}()` : ''
    throw new TypeError(`${where} a tensor, got ${show(value)}${cure}`)
  }
  if (isTensor(value)) checkShape(where, value, request.shape)
  else checkCount(value, request)
  const own = isTensor(value) ? value.dtype : dtypeOf(value)
  if (own !== dtype) throw new TypeError(`${where} ${dtype}, got ${own}; add .cast('${dtype}')`)
  return isTensor(value) ? value.toArray() : value.slice()
}

function checkShape(where: string, value: Tensor, shape: readonly number[]): void {
  if (value.ndim === shape.length && value.shape.every((length, axis) => length === shape[axis])) return
  throw new ShapeError(`${where} shape ${showShape(shape)}, got ${showShape(value.shape)}`)
}
