import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { DIALECTS } from '../src/dialects/dialects.ts'

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] }
  const output = {
    log: (line: string) => lines.out.push(line),
    error: (line: string) => lines.err.push(line),
  }
  return { code: await runApp(argv, output), out: lines.out.join('\n'), err: lines.err.join('\n') }
}

describe.each(Object.keys(DIALECTS))('--dialect %s', (name) => {
  it.each(['0', '42', '4294967295'])('every claim holds with seed %s', async (seed) => {
    const { code, out, err } = await run('--dialect', name, '--seed', seed)
    expect(out).not.toContain('✗')
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('says the same twice, and something else with another seed', async () => {
    const { out } = await run('--dialect', name)
    expect((await run('--dialect', name)).out).toBe(out)
    expect((await run('--dialect', name, '--seed', '7')).out.replaceAll('7', '42')).not.toBe(
      out.replaceAll('7', '42'),
    )
  })

  it('starts a whole model', async () => {
    const { code, out } = await run('--dialect', name, '--model', 'lenet')
    expect(code).toBe(0)
    expect(out).toContain(`, as ${name} starts it`)
    expect(out).toMatch(/61,706 values drawn$/)
  })
})

describe('the numbers are those of the framework', () => {
  interface Golden {
    cases: {
      op: string
      seed: number
      backend?: string
      tensors?: { name: string; values_hex?: string[] }[]
    }[]
  }

  /** The first value of a tensor in the files of the live frameworks. */
  function first(file: string, op: string, name: string, backend?: string): number {
    const path = new URL(`../../conformance/golden/${file}.json`, import.meta.url)
    const { cases } = JSON.parse(readFileSync(path, 'utf8')) as Golden
    const found = cases.find((each) => each.op === op && each.seed === 42 && each.backend === backend)!
    const hex = found.tensors!.find((tensor) => tensor.name === name)!.values_hex![0]!
    return new Float32Array(new Uint32Array([Number.parseInt(hex, 16)]).buffer)[0]!
  }

  it.each([
    ['torch', first('torch', 'flow.d2l.whole', 'default.0.weight')],
    ['torch', first('torch', 'flow.d2l.whole', 'init_normal.2.weight')],
    ['torch', first('torch', 'flow.d2l.whole', 'my_init.0.weight')],
    ['keras', first('keras', 'flow.seed_document', '0:dense/kernel', 'tensorflow')],
    ['flax', first('flax', 'flax.linen.Sequential', 'layers_0/kernel')],
  ])('%s: %d', async (name, value) => {
    const { out } = await run('--dialect', name)
    const printed = [...out.matchAll(/\[\[\s*([-\d.e]+)/g)].map(([, text]) => Math.fround(Number(text)))
    expect(printed.map((number) => Number(number.toPrecision(6)))).toContain(Number(value.toPrecision(6)))
  })
})

describe('arguments', () => {
  it.each([
    [
      ['--dialect', 'pytorch'],
      '--dialect: expected one of torch, keras, flax, mxnet, got "pytorch"; did you mean "torch"?',
    ],
    [
      ['--dialect', 'keras', '--seed', '-1'],
      '--seed: expected an integer of [0, 2³²), as Keras takes it, got -1; try --seed 42',
    ],
    [
      ['--dialect', 'flax', '--model', 'lstm', '--seed', '1'],
      /^--dialect: expected a framework .*expected a layer as linen has it, got several layers in one, whose cells/,
    ],
  ])('rejects %j', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    if (typeof message === 'string') expect(err).toBe(message)
    else expect(err).toMatch(message)
  })
})
