import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Rng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import type { Chapter, Section } from '../src/chapter/chapter.ts'
import { DIALECTS } from '../src/dialects/dialects.ts'
import { MODELS } from '../src/models/index.ts'
import { sections } from '../src/sections/index.ts'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const built = (...args: string[]) => execFileSync('node', [main, ...args], { encoding: 'utf8' })

async function run(
  argv: string[],
  chapter?: readonly Section[],
): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] }
  const output = {
    log: (line: string) => lines.out.push(line),
    error: (line: string) => lines.err.push(line),
  }
  return { code: await runApp(argv, output, chapter), out: lines.out.join('\n'), err: lines.err.join('\n') }
}

describe('the built app', () => {
  it('prints the chapter, byte for byte', async () => {
    await expect(built()).toMatchFileSnapshot('output-seed-42.txt')
  })

  it('prints the same bytes for the same seed and others for another', () => {
    const first = built('--seed', '7')
    expect(built('--', '--seed=7')).toBe(first)
    expect(first.replace('seed 7', 'seed 42')).not.toBe(built())
  })

  it('exits with 2 for bad arguments', () => {
    const { status, stderr, stdout } = spawnSync('node', [main, '--seeds', '1'], { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^start: expected one of --seed, .*, got --seeds; did you mean --seed\?/)
    expect(stdout).toBe('')
  })
})

describe('arguments', () => {
  it('--help says how', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('--seed N'),
    })
  })

  it.each([
    [['--seed', 'abc'], '--seed: expected an integer, got "abc"; try --seed 42'],
    [['--seed', '1.5'], '--seed: expected an integer, got "1.5"; try --seed 42'],
    [['--seed', ''], '--seed: expected an integer, got ""; try --seed 42'],
    [
      ['--seed', '18446744073709551616'],
      '--seed: expected at most 64 bits, got 18446744073709551616; try --seed 42',
    ],
    [['--seed'], '--seed: expected a value, got none; try --seed 42'],
    [['--load', '--model'], '--load: expected a value, got --model; try --model mlp --load FILE'],
    [['--dialect='], '--dialect: expected one of torch, keras, flax, mxnet, got ""; did you mean "flax"?'],
    [
      ['--model', 'gpt2'],
      '--model: expected one of mlp, lenet, resnet18, lstm, gpt2-small, got "gpt2"; did you mean "gpt2-small"?',
    ],
    [
      ['--model', 'LeNet'],
      '--model: expected one of mlp, lenet, resnet18, lstm, gpt2-small, got "LeNet"; did you mean "lenet"?',
    ],
    [['--save', 'x'], '--save: expected a model for the file x, got none; add --model mlp'],
    [['--load', 'x'], '--load: expected a model for the file x, got none; add --model mlp'],
    [
      ['--catalogue', '--model', 'mlp'],
      '--catalogue: expected no other subject, got --model mlp; ask for one',
    ],
    [['--help=yes'], '--help: expected no value, got "yes"; write --help alone'],
    [['7'], 'start: expected options alone, got "7"; see --help'],
  ])('rejects %j', async (argv, message) => {
    expect(await run(argv)).toEqual({ code: 2, out: '', err: message })
  })

  it.each([
    ['--sed', '--seed'],
    ['--dialekt', '--dialect'],
    ['--catalog', '--catalogue'],
    ['--modle', '--model'],
    ['--loud', '--load'],
    ['--sav', '--save'],
    ['--halp', '--help'],
    ['-h', '--help'],
    ['--constructor', '--dialect'],
  ])('hints at what %s is a misspelling of', async (typed, meant) => {
    const { code, err } = await run([typed, 'x'])
    expect(code).toBe(2)
    expect(err).toContain(`got ${typed}; did you mean ${meant}?`)
  })

  it('--help names every model and dialect', async () => {
    const { out } = await run(['--help'])
    for (const name of [...Object.keys(MODELS), ...Object.keys(DIALECTS)]) expect(out).toContain(name)
  })

  it.each(['0', '-7', '18446744073709551615', '123456789'])(
    'takes seed %s, and every claim holds',
    async (seed) => {
      const { code, out } = await run(['--seed', seed])
      expect(out).not.toContain('✗')
      expect(code).toBe(0)
    },
  )
})

describe('claims', () => {
  /** The chapter with streams that draw something else. */
  function tampered(section: Section, draw: Partial<Rng>): Section {
    const tamper = (rng: Rng): Rng =>
      new Proxy(rng, {
        get: (target, name) => {
          if (name === 'at') return (path: string) => tamper(target.at(path))
          if (name === 'clone') return () => tamper(target.clone())
          return draw[name as keyof Rng] ?? Reflect.get(target, name).bind(target)
        },
      })
    const run = (chapter: Chapter) =>
      section.run({ ...chapter, createRng: (seed) => tamper(chapter.createRng(seed)) })
    return { ...section, run }
  }

  const [first, normal, , perBlock, customFunction, customClass] = sections as Section[]
  it.each([
    ['default weights all 0', first!, { uniform: (out: Float32Array) => out.fill(0) }],
    ['default weights too large', first!, { uniform: (out: Float32Array) => out.fill(0.51) }],
    [
      'normal weights too wide',
      normal!,
      { normal: (out: Float32Array) => out.map((_, i) => (i % 2 ? 0.1 : -0.1)) },
    ],
    ['normal weights off the mean', normal!, { normal: (out: Float32Array) => out.fill(0.02) }],
    ['Xavier weights too small', perBlock!, { uniform: (out: Float32Array) => out.fill(0.1) }],
    ['custom weights of 4 become 0', customFunction!, { uniform: (out: Float32Array) => out.fill(4) }],
    ['custom weights above 10', customClass!, { uniform: (out: Float32Array) => out.fill(11) }],
  ] as [string, Section, Partial<Rng>][])('%s: exit 1', async (_, section, draw) => {
    expect(await run([], [section])).toMatchObject({ code: 0, err: '' })
    const { code, out, err } = await run([], [tampered(section, draw)])
    expect(out).toContain('✗')
    expect(err).toMatch(/claims of the prose do not hold/)
    expect(code).toBe(1)
  })

  it('idioms that differ: exit 1, and where', async () => {
    let streams = 0
    const run_ = (chapter: Chapter) =>
      normal!.run({
        ...chapter,
        createRng: (seed) => chapter.createRng(BigInt(seed as bigint) + BigInt(streams++)),
      })
    const { code, out } = await run([], [{ ...normal!, run: run_ }])
    expect(out).toContain('✗ the four idioms give the same bits')
    expect(out).toContain(`but not in ${normal!.title}`)
    expect(code).toBe(1)
  })
})
