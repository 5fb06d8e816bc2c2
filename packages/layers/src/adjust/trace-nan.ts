import { message } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import { NotReadyError } from '../module/not-ready-error.ts'
import type { Parameter } from '../module/parameter.ts'
import { checkModule } from './watch.ts'

/**
 * Runs a module whose parameters were filled by `nan()`, and names the first that is read before something else gave it values: what a
 * checkpoint left out. Returns what `forward` does.
 *
 * @param inputs What `forward` takes.
 * @throws NotReadyError at the first read of a parameter of which every element is NaN.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { nan } from '@nn/init'
 * import { Dense, Sequential, traceNaN } from '@nn/layers'
 * const net = new Sequential(new Dense(2, { inUnits: 2 }), new Dense(2, { inUnits: 2 }))
 * net.initialize({ rules: [['**', nan()]], backend: cpu })
 * net.loadStateDict({ '0.weight': cpu.eye(2), '0.bias': cpu.zeros([2]), '1.bias': cpu.zeros([2]) }, { strict: false })
 * traceNaN(net, cpu.ones([1, 2])) // throws /1\.weight: expected values, got NaN alone; initialise or load it before it is read/
 * ```
 */
export function traceNaN<M extends Module>(
  module: M,
  ...inputs: Parameters<M['forward']>
): ReturnType<M['forward']> {
  checkModule('traceNaN', module)
  const watched = [...module.parameters().values()]
  for (const parameter of watched) watch(parameter)
  try {
    return module.forward(...inputs) as ReturnType<M['forward']>
  } finally {
    for (const parameter of watched) Reflect.deleteProperty(parameter, 'data')
  }
}

function watch(parameter: Parameter): void {
  const type = Object.getPrototypeOf(parameter)
  Object.defineProperty(parameter, 'data', {
    configurable: true,
    get() {
      const data: Tensor = Reflect.get(type, 'data', parameter)
      if (data.size === 0 || !data.isNaN().all().item()) return data
      const cure = 'initialise or load it before it is read'
      throw new NotReadyError(message(parameter.path, 'values', 'NaN alone', cure))
    },
  })
}
