import { zeros } from '@nn/init/layer'
import { type Backend, createBackend, isTensor, type Kernels, Tensor } from '@nn/tensor'
import { copyModule, hasOwnClone } from '../module/copy.ts'
import type { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { StateBuffer } from '../module/state-buffer.ts'
import { isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'

/** A copy of a module that holds no values, to be run for its shapes. */
export function probeOf(module: Module): Module {
  const probe = hasOwnClone(module) ? module.clone() : copyModule(module, blank)
  // Those of classes with a clone of their own came with values.
  for (const parameter of probe.parameters().values()) empty(parameter)
  return probe
}

/** Takes a parameter's values, to be filled with zeros when its shape is known. */
function empty(parameter: Parameter): void {
  parameter.$state.phase = blankParameter(parameter).$state.phase
}

/** A parameter or buffer of the same shape, to be filled with zeros when that is known. */
function blank(node: ParameterOrBuffer): ParameterOrBuffer {
  const { shape, dtype } = node
  return isStateBuffer(node) ? new StateBuffer({ shape, dtype, init: zeros() }) : blankParameter(node)
}

function blankParameter(node: Parameter): Parameter {
  const { shape, dtype } = node
  const { role, use, axes, paddingIndex } = node
  const copy = new Parameter({ shape, dtype, role, use, axes, paddingIndex, init: zeros() })
  copy.initialize()
  return copy
}

/** Runs a probe on a backend that computes nothing; gives the shape of each part's last result, by path. */
export function runProbe(probe: Module, inputs: readonly unknown[]): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>()
  for (const [path, part] of probe.eval().modules()) {
    const value = (...given: unknown[]): unknown => {
      const result = forward.apply(part, given)
      const output = outputOf(result)
      if (output !== undefined) shapes.set(path, output.shape)
      return result
    }
    const { forward } = part
    Object.defineProperty(part, 'forward', { value })
  }
  const idle = idleBackends()
  probe.forward(...inputs.map((input) => (isTensor(input) ? onBackend(input, idle(input.backend)) : input)))
  return shapes
}

/** The same elements, whose operations another backend computes. */
function onBackend({ data, shape, strides, offset }: Tensor, backend: Backend): Tensor {
  return new Tensor({ backend, data, shape, strides, offset })
}

/** A result that is a tensor, or the `output` of a result of several, such as that of an LSTM. */
function outputOf(result: unknown): Tensor | undefined {
  if (isTensor(result)) return result
  const { output } = Object(result)
  return isTensor(output) ? output : undefined
}

/** The idle backend of each backend, one and the same for all its tensors. */
function idleBackends(): (backend: Backend) => Backend {
  const made = new Map<Backend, Backend>()
  return (backend) => {
    const idle = made.get(backend) ?? createBackend(withoutWork(backend) as Kernels)
    made.set(backend, idle)
    return idle
  }
}

/** Kernels that leave their results zeros. */
function withoutWork(kernel: unknown): unknown {
  if (typeof kernel === 'function') return () => undefined
  if (typeof kernel !== 'object' || kernel === null) return kernel
  return Object.fromEntries(Object.entries(kernel).map(([name, inner]) => [name, withoutWork(inner)]))
}
