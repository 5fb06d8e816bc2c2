import { afterEach, expect, it, vi } from 'vitest'

// Each breaks one line of a rule: the comparison with differences has to notice.

afterEach(() => vi.resetModules())

/** Whether the comparison finds a wrong slope among random programs. */
async function noticesWrong(programs: number): Promise<boolean> {
  const { cpu } = await import('@nn/backend-cpu')
  const { valueAndGrad } = await import('../../src/index.ts')
  const { compareProgram } = await import('../slope.ts')
  for (let seed = 0; seed < programs; seed++) {
    const slope = compareProgram(
      seed,
      (data, shape) => cpu.tensor(data, { shape, dtype: 'float64' }),
      (fn, inputs) => {
        const by = Object.fromEntries(inputs.map((x, i) => [String(i), x]))
        return [...valueAndGrad(by, () => fn(...inputs), { allowUnused: true }).gradients.values()]
      },
    )
    if (slope !== undefined && !(slope.error < 2e-5)) return true
  }
  return false
}

/** Replaces the formula of an operand by one that gives `factor` times the gradient. */
async function breakRule(
  file: string,
  table: string,
  path: readonly string[],
  factor: number,
): Promise<void> {
  vi.resetModules()
  vi.doMock(file, async (original) => {
    const module = (await original()) as Record<string, unknown>
    const copy = structuredCloneOfTables(module[table])
    const owner = path.slice(0, -1).reduce((object, name) => object[name] as typeof copy, copy)
    const formula = owner[path.at(-1) as string] as {
      vjp: (...args: unknown[]) => { mul(n: number): unknown }
    }
    owner[path.at(-1) as string] = {
      ...formula,
      vjp: (...args: unknown[]) => formula.vjp(...args).mul(factor),
    }
    return { ...module, [table]: copy }
  })
}

type Table = { [name: string]: unknown }

/** A copy of a table of tables, whose functions stay. */
function structuredCloneOfTables(table: unknown): Table {
  return Object.fromEntries(
    Object.entries(table as Table).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? structuredCloneOfTables(value)
        : value,
    ]),
  )
}

const RULES: readonly (readonly [file: string, table: string, path: readonly string[]])[] = [
  ['../../src/rules/unary.ts', 'unaryRules', ['tanh', 'x']],
  ['../../src/rules/unary.ts', 'unaryRules', ['gelu', 'x']],
  ['../../src/rules/unary.ts', 'unaryRules', ['softplus', 'x']],
  ['../../src/rules/binary.ts', 'binaryRules', ['sub', 'b']],
  ['../../src/rules/binary.ts', 'binaryRules', ['div', 'b']],
  ['../../src/rules/binary.ts', 'binaryRules', ['maximum', 'a']],
  ['../../src/rules/binary.ts', 'whereRule', ['b']],
  ['../../src/rules/reduce.ts', 'reduceRules', ['max', 'x']],
  ['../../src/rules/reduce.ts', 'reduceRules', ['prod', 'x']],
  ['../../src/rules/reduce.ts', 'softmaxRule', ['x']],
  ['../../src/rules/normalization.ts', 'squaresRule', ['x']],
  ['../../src/rules/normalization.ts', 'standardizeRule', ['factor']],
  ['../../src/rules/products.ts', 'linearRule', ['weight']],
  ['../../src/rules/convolve.ts', 'convolveRule', ['weight']],
  ['../../src/rules/convolve.ts', 'convolveRule', ['x']],
]

it.each(RULES)('a wrong formula of %s, %s %j is noticed', async (file, table, path) => {
  await breakRule(file, table, path, 1.001)
  expect(await noticesWrong(300)).toBe(true)
  vi.doUnmock(file)
})

it('the right formulas are not', async () => {
  await breakRule('../../src/rules/unary.ts', 'unaryRules', ['tanh', 'x'], 1)
  expect(await noticesWrong(60)).toBe(false)
  vi.doUnmock('../../src/rules/unary.ts')
})

/** Breaks a method of the tape. */
async function breakTape(change: (prototype: Table) => void): Promise<void> {
  vi.resetModules()
  const { Tape } = await import('../../src/tape/tape.ts')
  change(Tape.prototype as unknown as Table)
}

it('a value that is not copied before it is overwritten is noticed', async () => {
  await breakTape((prototype) => {
    prototype.keep = (x: unknown) => ({ x })
  })
  expect(await noticesWrong(300)).toBe(true)
})

it('a write in place whose gradient goes on is noticed', async () => {
  await breakTape((prototype) => {
    prototype.overwrite = () => undefined
  })
  expect(await noticesWrong(300)).toBe(true)
})
