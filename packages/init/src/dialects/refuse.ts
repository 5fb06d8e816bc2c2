import { message } from '@nn/check'
import { isConnection, isRecurrentBias, isTable } from './declared.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'

/** The error of a layer that a framework does not have in this form. */
export function refuseLayer(framework: string, { path }: DialectParameter, what: string): never {
  const cure = 'give this parameter an initializer by a rule or an option'
  throw new RangeError(message(path, `a layer as ${framework} has it`, what, cure))
}

/** Throws for an embedding whose padding row is to be zeros: a default of PyTorch's alone. */
export function refusePadding(framework: string, parameter: DialectParameter, { kind }: DialectLayer): void {
  if (kind === 'paddedEmbedding') refuseLayer(framework, parameter, 'an embedding with a padding row')
}

/** Throws for a weight without an initializer, where the framework has no layers that would give it one. */
export function refuseDefault(
  framework: string,
  cure: string,
  parameter: DialectParameter,
  layer: DialectLayer,
): undefined {
  if (![isConnection, isTable, isRecurrentBias].some((isOf) => isOf(parameter, layer))) return undefined
  const expected = `an initializer, as ${framework} has no layers with defaults`
  const advice = `give init, a rule or an option, or take the dialect ${cure}`
  throw new TypeError(message(parameter.path, expected, 'none', advice))
}
