import { show, showShape } from '@nn/check'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'
import { join } from '../tree/links.ts'
import { isModule, isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'

/** Most lines of a module's text, and most parts on a line. */
const LINES = 40
const PARTS = 8

/** A module in a line, and each below it in one of its own: path, class, and the shapes of what it has. */
export function describeModule(module: Module): string {
  const lines: string[] = []
  try {
    lines.push(module.label)
    for (const line of linesBelow(module, '', new Set([module]))) {
      if (lines.push(line) <= LINES) continue
      lines.push('  …')
      break
    }
  } catch (error) {
    lines.push(`  ${complaint(error)}`)
  }
  return lines.join('\n')
}

function* linesBelow(module: Module, path: string, seen: Set<Module>): Generator<string> {
  const fields = module.fields()
  const own = fields.flatMap(([name, field]) =>
    isModule(field) ? [] : [`${name} ${showShape(field.shape)}`],
  )
  if (own.length > 0 || path !== '') {
    const parts = own.length > PARTS ? [...own.slice(0, PARTS), `… ${own.length - PARTS} more`] : own
    yield `  ${[path, path === '' ? '' : module.constructor.name, parts.join(', ')].filter((part) => part !== '').join('  ')}`
  }
  for (const [name, field] of fields) {
    if (!isModule(field) || seen.has(field)) continue
    seen.add(field)
    yield* linesBelow(field, join(path, name), seen)
  }
}

/** A parameter or buffer in a line: path, role, shape, dtype, and how far it has come. */
export function describeNode(node: ParameterOrBuffer): string {
  try {
    const { path, shape, dtype } = node
    const role = isStateBuffer(node) ? 'buffer' : node.role
    const state = isStateBuffer(node) ? bufferState(node) : parameterState(node)
    return `${path}: ${[`${role} ${showShape(shape)} ${dtype}`, ...state].join(', ')}`
  } catch (error) {
    return complaint(error)
  }
}

/** What is wrong with an object is what there is to see of it: printing must not fail. */
function complaint(error: unknown): string {
  return error instanceof Error ? error.message : show(error)
}

function bufferState({ isReady }: StateBuffer): string[] {
  return [isReady ? 'ready' : 'declared']
}

function parameterState(parameter: Parameter): string[] {
  const { state, choice, isReady, isFrozen } = parameter
  return [state, ...lawOf(parameter, choice?.init, isReady), ...(isFrozen ? ['frozen'] : [])]
}

function lawOf(parameter: Parameter, init: Parameter['fallback'] | undefined, isReady: boolean): string[] {
  if (init !== undefined) return [init.describe(parameter).text]
  return isReady ? ['loaded'] : []
}
