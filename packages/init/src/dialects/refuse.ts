import { isData } from '../initializer/initializer.ts'
import type { DialectParameter } from './dialect.ts'
import { isConnection, isRecurrent, isTable } from './weights.ts'

/** The error of a layer that a framework does not have in this form. */
export function refuseLayer(framework: string, { path }: DialectParameter, what: string): never {
  const expected = `${path}: expected a layer as ${framework} has it, got ${what}`
  throw new RangeError(`${expected}; give this parameter an initializer by a rule or an option`)
}

/** Throws for an embedding whose padding row is to be zeros: a default of PyTorch's alone. */
export function refusePadding(framework: string, parameter: DialectParameter): void {
  if (!isData(parameter.fallback)) refuseLayer(framework, parameter, 'an embedding with a padding row')
}

/** Throws for a weight without an initializer, where the framework has no layers that would give it one. */
export function refuseDefault(framework: string, cure: string, parameter: DialectParameter): undefined {
  if (!isConnection(parameter) && !isTable(parameter) && !isRecurrent(parameter)) return undefined
  const { path } = parameter
  const expected = `${path}: expected an initializer, as ${framework} has no layers with defaults, got none`
  throw new TypeError(`${expected}; give init, a rule or an option, or take the dialect ${cure}`)
}
