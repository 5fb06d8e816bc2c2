import { createTorchRng, type TorchRng } from '@nn/random/torch'
import { ArgReader } from '../../args.ts'
import type { Computed, Values } from '../../framework.ts'
import { INITS, normal, uniform } from './init.ts'
import { type Expression, parseCode } from './python-code.ts'
import { storageOf, type Tensor, tensor } from './tensor.ts'

/** What an expression of such a program gives. */
type Value = number | string | TorchRng | Tensor | Values | Value[]

/** The order of positional arguments of the initializers, after the tensor. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  uniform_: ['a', 'b'],
  normal_: ['mean', 'std'],
  trunc_normal_: ['mean', 'std', 'a', 'b'],
  sparse_: ['sparsity', 'std'],
  constant_: ['val'],
  xavier_uniform_: ['gain'],
  xavier_normal_: ['gain'],
  kaiming_uniform_: ['a', 'mode', 'nonlinearity'],
  kaiming_normal_: ['a', 'mode', 'nonlinearity'],
  orthogonal_: ['gain'],
}

function isRng(value: Value | undefined): value is TorchRng {
  return typeof value === 'object' && 'manualSeed' in value
}

/** The state of a running program: the global generator, the names, the list of results. */
class Program {
  readonly #global = createTorchRng(0)
  readonly #names = new Map<string, Value>()

  run(code: string): Computed[] {
    for (const { target, value } of parseCode(code)) {
      const result = this.#evaluate(value)
      if (target !== undefined) this.#names.set(target, result)
    }
    const out = this.#names.get('out') as [string, Values][]
    return out.map(([name, values]) => ({ name, values }))
  }

  #evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'list':
        return expression.items.map((item) => this.#evaluate(item))
      case 'name':
        return this.#named(expression.path)
      case 'call':
        return this.#call(expression)
      default:
        return expression.value
    }
  }

  #named(path: string): Value {
    const value = this.#names.get(path) ?? /^torch\.(b?float\d+|int\d+)$/.exec(path)?.[1]
    if (value === undefined) throw new Error(`a name that the adapter does not know: ${path}`)
    return value
  }

  #call({ path, self, args, named }: Expression & { kind: 'call' }): Value {
    const values = args.map((argument) => this.#evaluate(argument))
    const {
      generator,
      dtype = 'float32',
      ...options
    } = Object.fromEntries(
      Object.entries(named).map(([name, argument]) => [name, this.#evaluate(argument)]),
    ) as Record<string, Value>
    const rng = isRng(generator) ? generator : this.#global
    const init = /^(?:torch\.)?nn\.init\.(\w+)$/.exec(path)?.[1]
    if (init !== undefined) return this.#init(init, rng, values, options)
    if (self === undefined && path.endsWith('.append')) {
      const list = this.#named(path.slice(0, -'.append'.length)) as Value[]
      list.push(values[0]!)
      return list
    }
    if (self !== undefined && path === 'manual_seed') {
      const target = this.#evaluate(self)
      if (isRng(target)) return target.manualSeed(values[0] as number)
    }
    if (Object.keys(options).length > 0)
      throw new Error(`arguments that are not known: ${Object.keys(options)}`)
    return this.#torch(path, rng, values, dtype as string)
  }

  #torch(path: string, rng: TorchRng, values: Value[], dtype: string): Value {
    const shape = values.flat() as number[]
    switch (path) {
      case 'torch.manual_seed':
        return this.#global.manualSeed(values[0] as number)
      case 'torch.Generator':
        return createTorchRng(0)
      case 'torch.empty':
        return tensor(shape, dtype)
      case 'torch.rand':
        return uniform(rng, tensor(shape, dtype), 0, 1)
      case 'torch.randn':
        return normal(rng, tensor(shape, dtype), 0, 1)
      case 'torch.randperm':
        return rng.permutation(storageOf(tensor(shape, 'int64')))
      case 'torch.get_rng_state':
        return this.#global.getState()
      default:
        throw new Error(`a call that the adapter does not know: ${path}`)
    }
  }

  /** The places of sparse_'s zeros come from the global generator, whatever draws the normals. */
  #init(name: string, rng: TorchRng, values: Value[], options: Record<string, Value>): Value {
    const positional = POSITIONAL[name]
    const init = INITS[name]
    if (!init || !positional) throw new Error(`an initializer that is not known: ${name}`)
    const [target, ...rest] = values
    const given = Object.fromEntries(rest.map((value, i) => [positional[i]!, value]))
    const args = new ArgReader({
      ...given,
      ...options,
      ...(name === 'sparse_' ? { places: this.#global } : {}),
    })
    const result = init(rng, target as Tensor, args)
    args.done()
    return result
  }
}

/** Runs a program that only draws from generators; others throw. */
export function runFlow(code: string): Computed[] {
  return new Program().run(code)
}
