import { blockwise } from '../combinators/by-block.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import type { Law, LawRequest } from '../initializer/law.ts'
import { zeros } from '../structured/constant.ts'
import type { DialectParameter } from './dialect.ts'

// Where a framework has several parameters and we have one with named blocks.

/** A block of a parameter as a parameter of its own, or all of it. */
export function ofBlock(parameter: DialectParameter, block: string | undefined): DialectParameter {
  const { path, role, use, dtype, wanted, source, fallback } = parameter
  const given = { path, role, use, dtype, wanted, source, fallback }
  const { shape, axes } = parameter
  if (block === undefined || axes?.blocks === undefined) return { ...given, shape, axes }
  const { blocks, ...rest } = axes
  const count = blocks.names?.length ?? 1
  const length = (full: number | null): number | null => (full === null ? null : full / count)
  const cut = shape.map((full, axis) => (axis === blocks.axis ? length(full) : full))
  return { ...given, shape: cut, axes: rest }
}

/** The initializer of a parameter, of those of its blocks; a block without one is 0. */
export function ofBlocks(
  name: string,
  parameter: DialectParameter,
  inits: readonly (readonly [block: string, Initializer])[],
): Initializer {
  const [first] = inits
  if (first === undefined) return zeros()
  const [block, init] = first
  if (inits.every(([, { config }]) => config.name === 'zeros')) return init
  const all = blockwise({ name }, Object.fromEntries(inits), zeros())
  const { config, needs } = all
  const isOne = inits.length === parameter.axes?.blocks?.names?.length && isSame(inits)
  // What is one law for all parts is told once.
  const describe = (request: LawRequest): Law => {
    const { shape, axes } = ofBlock({ ...parameter, ...request, path: parameter.path }, block)
    return isOne ? init.describe({ ...request, shape, axes }) : all.describe(request)
  }
  return createInitializer({
    config,
    needs,
    draw: (request) => all.elements(request),
    describe,
    isData: false,
  })
}

function isSame(inits: readonly (readonly [string, Initializer])[]): boolean {
  return new Set(inits.map(([, { config }]) => JSON.stringify(config))).size === 1
}
