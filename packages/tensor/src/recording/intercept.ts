import { message, wrongKind } from '@nn/check'
import type { Backend, Kernels } from '../backend/kernels.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { type Interception, interceptionOf, KEY } from '../operands/interception.ts'
import { GRADIENTS } from '../ops/gradients.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Differentiable } from './with-gradient.ts'

/** What is told of a result that no kernel computed: its operands, and how the gradient by it becomes one by each of them. */
export interface Computed {
  readonly inputs: readonly Tensor[]
  readonly out: Tensor
  /** Values that `gradient` needs, as they are now. */
  readonly kept: readonly Tensor[]
  readonly gradient: (g: Tensor, ...kept: Tensor[]) => readonly (Tensor | undefined)[]
  /** Whether `gradient` returns g, or new tensors that nothing else holds. */
  readonly isNew?: boolean | undefined
}

/** Kernels that stand in for those of a backend: they compute as the inner ones do, and note what they want. */
export interface Interceptor extends Kernels {
  /** Told of every result of `withGradient`. */
  readonly note?: ((computed: Computed) => void) | undefined
  /** Of kernels that record: those that they call, which compute what `note` is told of, unless they record too. Default the backend's own. */
  readonly beneath?: Interceptor | undefined
}

/**
 * The kernels that a backend was created with, which no interceptor sees.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { kernelsOf } from '@nn/tensor'
 * kernelsOf(cpu).name // => 'cpu'
 * ```
 */
export function kernelsOf(backend: Backend): Kernels {
  checkBackend('kernelsOf', backend)
  return interceptionOf(backend)?.origin ?? kernelsAlone(backend)
}

/**
 * Whether what a backend computes is recorded now, as by `@nn/autograd`: whether kernels that are told of the results of `withGradient`
 * compute in the place of its own. What is made for a gradient alone need not be made otherwise.
 *
 * @throws TypeError unless it is a backend.
 * @example
 * ```ts
 * import { grad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * import { isRecorded } from '@nn/tensor'
 * const seen: boolean[] = []
 * grad((x) => {
 *   seen.push(isRecorded(cpu))
 *   return x.square().sum()
 * })(cpu.ones([2]))
 * seen // => [true]
 * isRecorded(cpu) // => false
 * ```
 */
export function isRecorded(backend: Backend): boolean {
  checkBackend('isRecorded', backend)
  return interceptionOf(backend)?.present.note !== undefined
}

/**
 * Runs a function; meanwhile all that the backend computes goes through the kernels that `wrap` makes of the present ones. Calls may be
 * nested; whatever the function does, the present kernels are in their place again when it ends. It has to be synchronous.
 *
 * @throws TypeError unless it is a backend, `wrap` gives all kernels (begin with `...inner`) and `run` is a function.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { intercept } from '@nn/tensor'
 * const x = cpu.ones([2, 3])
 * let products = 0
 * intercept(
 *   cpu,
 *   (inner) => ({ ...inner, matmul: (a, b, out) => { products++; inner.matmul(a, b, out) } }),
 *   () => x.matmul(x.transpose()).matmul(x),
 * )
 * products // => 2
 * ```
 */
export function intercept<T>(backend: Backend, wrap: (inner: Interceptor) => Interceptor, run: () => T): T {
  checkBackend('intercept', backend)
  for (const fn of [wrap, run])
    if (typeof fn !== 'function') throw wrongKind('intercept', 'two functions', fn)
  const interception = interceptionOf(backend) ?? begin(backend)
  return runWith(backend, interception, wrap(interception.present), run)
}

function runWith<T>(backend: Backend, interception: Interception, present: Interceptor, run: () => T): T {
  const before = interception.present
  const [others, own] = [kernelsIn(present, interception.origin), kernelsIn(before, interception.origin)]
  interception.present = present
  Object.assign(backend, others)
  try {
    return run()
  } finally {
    interception.present = before
    Object.assign(backend, own)
  }
}

function checkBackend(where: string, backend: Backend): void {
  if (typeof backend?.tensor !== 'function') throw wrongKind(where, 'a backend', backend)
}

/** The kernels of interceptors that cannot change any more: those are read once. */
const known = /* @__PURE__ */ new WeakMap<Interceptor, Kernels>()

/** The kernels alone of an interceptor. @throws TypeError unless it has all */
function kernelsIn(interceptor: Interceptor, all: Kernels): Kernels {
  const before = known.get(interceptor)
  if (before !== undefined) return before
  checkKernels(interceptor, all)
  const kernels = kernelsAlone(interceptor)
  if (Object.isFrozen(interceptor)) known.set(interceptor, kernels)
  return kernels
}

/** Throws unless there are all kernels. */
function checkKernels(kernels: Kernels, all: Kernels): void {
  const given: object = Object(kernels)
  for (const [name, kernel] of Object.entries(all)) {
    if (typeof Reflect.get(given, name) === typeof kernel) continue
    throw wrongKind('intercept', `all kernels, ${name} too`, kernels, 'begin with ...inner')
  }
}

function begin(backend: Backend): Interception {
  const origin = Object.freeze(kernelsAlone(backend))
  const unrecorded = <T>(run: () => T): T => {
    let { present } = interception
    while (present.note !== undefined) present = present.beneath ?? origin
    return runWith(backend, interception, present, run)
  }
  const interception: Interception = {
    origin,
    present: origin,
    unrecorded,
    note: (computation) => note(interception, computation),
    noteKnown: (name, x, compute, numbers) => {
      const { of, gradient } = GRADIENTS[name]
      return note(interception, {
        inputs: [x],
        compute,
        keep: (out) => [of === 'input' ? x : out],
        gradient: (g, ...values) => values.map((value) => gradient(g, value, ...numbers)),
        isNew: true,
      })
    },
    refuse: refuseBackends,
  }
  // Not enumerable, so that a backend made of another one's kernels has none.
  Object.defineProperty(backend, KEY, { value: interception })
  return interception
}

function note({ present, unrecorded }: Interception, computation: Differentiable): Tensor {
  const { inputs, compute, keep } = computation
  const [out, kept] = unrecorded(() => {
    const result = compute()
    checkTensor('withGradient', result)
    return [result, keep?.(result) ?? []]
  })
  if (inputs.some(({ data }) => data === out.data)) {
    throw wrongKind('withGradient', 'a result on memory of its own', out)
  }
  present.note?.({ ...computation, out, kept })
  return out
}

function refuseBackends(where: string, backends: readonly Backend[]): never {
  const got = backends.map(({ name }) => name).join(' and ')
  const cure = 'make all tensors on one of them'
  throw new TypeError(message(where, 'operands of one backend while gradients are recorded', got, cure))
}

/** The kernels alone, of what may be a backend. */
function kernelsAlone(kernels: Kernels): Kernels {
  const { name, unary, slope, test, binary, compare, reduce, argReduce, where, matmul, orderedMatmul } =
    kernels
  const { linear, convolve, take, softmax, moments, standardize, copy, fill } = kernels
  const products = { matmul, orderedMatmul, linear, convolve }
  const others = { take, softmax, moments, standardize, copy, fill }
  const functions = { unary, slope, test, binary, compare, where }
  return { name, ...functions, reduce, argReduce, ...products, ...others }
}
