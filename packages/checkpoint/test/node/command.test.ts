import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recipeNames } from '../../src/index.ts'
import { runCommand } from '../../src/node/index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nn-command-'))
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      ...{
        model_type: 'llama',
        vocab_size: 64,
        hidden_size: 16,
        intermediate_size: 24,
        num_hidden_layers: 2,
      },
      ...{ num_attention_heads: 4, num_key_value_heads: 2, tie_word_embeddings: false },
    }),
  )
})
beforeAll(() => writeFile(join(folder, 'torn.json'), '{"model_type"'))
afterAll(() => rm(folder, { recursive: true }))

/** Runs a command line; `{}` stands for the folder. */
async function run(line: string, environment: Record<string, string> = {}, isInteractive = false) {
  let [out, error] = ['', '']
  const terminal = {
    out: (text: string) => {
      out += text
    },
    error: (text: string) => {
      error += text
    },
    isInteractive,
  }
  const code = await runCommand(line.replaceAll('{}', folder).split(' '), { terminal, environment })
  return { code, out, error }
}

describe('help', () => {
  it('lists the commands', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    for (const name of ['seed', 'plan', 'verify', 'doctor']) expect(out).toContain(`  ${name} `)
    for (const other of ['help', '-h']) expect((await run(other)).out).toBe(out)
  })

  it.each(['seed', 'plan', 'verify'])('of %s', async (name) => {
    const { code, out } = await run(`${name} --help`)
    expect(code).toBe(0)
    expect((await run(`${name} -h`)).out).toBe(out)
    expect(out).toContain(`checkpoint ${name} `)
    expect(out).toContain('--json')
    if (name !== 'verify') for (const recipe of recipeNames) expect(out).toContain(recipe)
  })

  it('is shown, and 2 given, where there is no command', async () => {
    let text = ''
    const write = (more: string) => {
      text += more
    }
    const terminal = { out: write, error: write, isInteractive: false }
    expect(await runCommand([], { terminal, environment: {} })).toBe(2)
    expect(text).toContain('checkpoint COMMAND')
  })
})

describe('plan', () => {
  it('prints the law of every parameter', async () => {
    const { code, out } = await run('plan {}/config.json --recipe llama --shard 2KB')
    expect(code).toBe(0)
    expect(out).toContain('LlamaForCausalLM: 5968 parameters, 11.94 KB of BF16 in ')
    expect(out).toMatch(
      /model.layers.1.mlp.down_proj.weight +\[16, 24\] +N\(0, 0.01²\) +block 1, ÷ √\(2\(l \+ 1\)\)/,
    )
    expect(out).toContain('recipe llama, seed 0: torchtitan')
  })

  it('takes the folder of a config, and gives JSON', async () => {
    const { out } = await run('plan {} --recipe mup --base-width 4 --std 0.1 --seed 7 --dtype f32 --json')
    const plan = JSON.parse(out)
    expect(plan).toMatchObject({
      recipe: 'mup',
      seed: '7',
      dtype: 'F32',
      options: { baseWidth: 4, std: 0.1 },
    })
    expect(plan.multipliers).toContainEqual({ of: 'output of the readout', factor: 0.25 })
    expect(plan.tensors).toHaveLength(21)
  })
})

describe('seed and verify', () => {
  it('work together, by scheduler’s variables', async () => {
    const line = 'seed {} --recipe transformers --seed 42 --shard 4KB --out {}/a'
    const one = await run(line, { SLURM_PROCID: '1', SLURM_NTASKS: '2' })
    expect(one.code).toBe(0)
    expect(one.out).toMatch(/a: incomplete, worker 1 of 2 wrote \d+ files/)
    expect(one.out).toMatch(/missing: model-00001-of-\d+.safetensors, .*, which other workers make/)
    expect(one.error).toMatch(/writing model-00002-of-\d+.safetensors: /)
    const half = await run('verify {}/a --quiet')
    expect(half.code).toBe(1)
    expect(half.out).toMatch(
      /incomplete, recipe transformers, seed 42, BF16, .*\nmissing: .*; run seed again/,
    )
    const other = await run(`${line} --quiet --json`, {
      OMPI_COMM_WORLD_RANK: '0',
      OMPI_COMM_WORLD_SIZE: '2',
    })
    expect(JSON.parse(other.out)).toMatchObject({ state: 'complete', index: 0, count: 2, missing: [] })
    expect(other.error).toBe('')
    const verified = await run('verify {}/a --json')
    expect(verified.code).toBe(0)
    expect(JSON.parse(verified.out)).toMatchObject({ state: 'whole', differences: [] })
  })

  it('name the elements that differ', async () => {
    await run('seed {} --recipe hf --seed 1 --out {}/b --quiet')
    const { readFile } = await import('node:fs/promises')
    const path = join(folder, 'b', 'model.safetensors')
    const bytes = await readFile(path)
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    await writeFile(path, bytes)
    const { code, out } = await run('verify {}/b --quiet')
    expect(code).toBe(1)
    expect(out).toMatch(/differs: model.norm.weight\[15 … 16\), 1 elements, in model.safetensors/)
  })

  it('draw a bar where lines can be written over', async () => {
    const { error } = await run('seed {} --recipe hf --seed 1 --out {}/c', {}, true)
    expect(error).toMatch(/\r\[#{30}\] .* of .* model.safetensors\n$/)
  })
})

describe('wrong input', () => {
  it('of the function is the caller’s error', async () => {
    await expect(runCommand(null as never)).rejects.toThrow(
      /runCommand: expected an array of arguments, got null/,
    )
    await expect(runCommand([], null as never)).rejects.toThrow(
      /expected \{ terminal, environment \}, got null/,
    )
    await expect(runCommand([], {} as never)).rejects.toThrow(TypeError)
  })

  it.each<[string, RegExp]>([
    ['verifi', /checkpoint: expected one of seed, plan, verify.*, got "verifi"; did you mean "verify"\?/],
    ['seed', /checkpoint seed: expected CONFIG, got none; see checkpoint seed --help/],
    ['seed {}', /expected --recipe, got none/],
    ['seed {} --recipe hf --out {}/x', /expected --seed, got none/],
    ['seed {} --recipe hf --seed 1', /expected --out, got none/],
    ['seed {} --recipe hf --seed one --out {}/x', /--seed to be a whole number, got "one"/],
    ['seed {} --recipe hf --seed 1 --dtype F8 --out {}/x', /--dtype to be F32, BF16, F16, got "F8"/],
    ['seed {} --recipe hf --seed 1 --shard 5X --out {}/x', /shard to be a size/],
    ['seed {} --recipe hf --seed 1 --index x --count 2 --out {}/x', /--index to be a number, got "x"/],
    ['seed {} --recipe hf --seed 1 --index 2 --count 2 --out {}/x', /index to be an integer of \[0, 1\]/],
    ['seed {} {} --recipe hf', /expected one path/],
    [
      'seed {} --recipy hf',
      /expected options --seed, --recipe, .*, got --recipy; did you mean --recipe\? See checkpoint seed --help\n$/,
    ],
    ['seed {} --sed 1', /got --sed; did you mean --seed\?/],
    ['seed {} -x', /expected options --seed, --recipe, .*, got -x; /],
    ['seed {} --__proto__ 1', /got --__proto__; /],
    [
      'seed {} --recipe',
      /checkpoint seed: expected a value of --recipe, got none; see checkpoint seed --help\n$/,
    ],
    ['seed {} --recipe hf --seed --out {}/x', /expected a value of --seed, got --out; see/],
    ['seed {} --json=3', /expected no value of --json, got "3"; write --json alone/],
    ['seed {}/none --recipe hf --seed 1 --out {}/x', /a config that can be read, got .*none \(ENOENT\)/],
    ['plan {}/torn.json --recipe hf', /expected the JSON of a config, got SyntaxError/],
    ['plan {} --recipe lama', /did you mean "llama"\?/],
    ['verify', /checkpoint verify: expected the folder, got none/],
    ['verify {}/none --count', /expected a value of --count, got none/],
    ['verify {}/none', /a checkpoint made by seed in/],
  ])('%s', async (line, error) => {
    const result = await run(line)
    expect(result.error).toMatch(error)
    expect(result).toMatchObject({ code: 2, out: '' })
    expect(await readdir(folder)).not.toContain('x')
  })
})
