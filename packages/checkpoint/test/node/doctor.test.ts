import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpu } from '@nn/backend-cpu'
import { createRequest, orthogonal, truncatedNormal } from '@nn/init'
import { encodeSafetensors } from '@nn/io'
import { openSafetensorsFile } from '@nn/io/node'
import { createRng } from '@nn/random'
import { afterAll, describe, expect, it } from 'vitest'
import { type Config, type Finding, type Recipe, recipeNames } from '../../src/index.ts'
import { type DoctorOptions, examineFile, runCommand, seedCheckpoint } from '../../src/node/index.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nn-doctor-'))
  folders.push(folder)
  return folder
}

const llama: Config = {
  ...{ model_type: 'llama', vocab_size: 200, hidden_size: 96, intermediate_size: 160, num_hidden_layers: 5 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2, tie_word_embeddings: false },
}
const mixtral: Config = { ...llama, model_type: 'mixtral', num_local_experts: 4 }
const gpt2: Config = {
  model_type: 'gpt2',
  vocab_size: 200,
  n_positions: 32,
  n_embd: 96,
  n_layer: 5,
  n_head: 4,
}
const bert: Config = {
  ...{ model_type: 'bert', vocab_size: 200, hidden_size: 96, num_hidden_layers: 4, num_attention_heads: 4 },
  ...{ intermediate_size: 160, max_position_embeddings: 32, type_vocab_size: 2 },
}

type State = Map<string, { shape: readonly number[]; values: Float32Array }>

const states = new Map<string, Promise<State>>()

/** A checkpoint of a recipe, as values to plant faults in. */
async function stateOf(config: Config, recipe: string): Promise<State> {
  const key = JSON.stringify([config, recipe])
  const made = states.get(key) ?? makeState(config, recipe)
  states.set(key, made)
  return new Map(
    [...(await made)].map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  )
}

async function makeState(config: Config, recipe: string): Promise<State> {
  const out = join(await scratch(), 'step0')
  await seedCheckpoint(config, { recipe, seed: 42, dtype: 'F32', out })
  const file = await openSafetensorsFile(join(out, 'model.safetensors'))
  const state: State = new Map()
  for (const [name, { shape }] of file.tensors) {
    const { bytes } = await file.raw(name)
    state.set(name, { shape, values: new Float32Array(bytes.slice().buffer) })
  }
  await file.close()
  return state
}

async function examine(state: State, dtype: 'F32' | 'BF16' | 'F16' = 'BF16', options: DoctorOptions = {}) {
  const path = join(await scratch(), 'model.safetensors')
  const tensors = [...state].map(
    ([name, { shape, values }]) => [name, cpu.tensor(values, { shape })] as const,
  )
  await writeFile(path, encodeSafetensors(new Map(tensors), { dtype }))
  return examineFile(path, options)
}

const faults = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'fault')

/** A tensor to plant a fault in. */
function at(state: State, name: string) {
  const found = state.get(name)
  if (found === undefined) throw new Error(`no ${name}`)
  const [rows = 0] = found.shape
  return { ...found, rows, width: found.values.length / rows }
}

const Q = 'model.layers.2.self_attn.q_proj.weight'
const DOWN = 'model.layers.3.mlp.down_proj.weight'

describe('twenty planted faults are found, each where it is', () => {
  it.each<
    [what: string, config: Config, plant: (state: State) => void, kind: Finding['kind'], tensor: string]
  >([
    ['one NaN', llama, (s) => at(s, Q).values.fill(Number.NaN, 77, 78), 'not finite', Q],
    [
      'one infinity',
      llama,
      (s) => at(s, DOWN).values.fill(Number.POSITIVE_INFINITY, 5, 6),
      'not finite',
      DOWN,
    ],
    ['memory of large numbers', llama, (s) => at(s, Q).values.fill(3e33, 10, 20), 'never initialised', Q],
    ['memory of tiny numbers', llama, (s) => at(s, Q).values.fill(1e-38), 'never initialised', Q],
    ['a matrix of zeros in one block', llama, (s) => at(s, Q).values.fill(0), 'unlike its siblings', Q],
    ['a matrix of ones in one block', llama, (s) => at(s, DOWN).values.fill(1), 'unlike its siblings', DOWN],
    [
      'a norm of zeros in one block',
      llama,
      (s) => at(s, 'model.layers.1.input_layernorm.weight').values.fill(0),
      'unlike its siblings',
      'model.layers.1.input_layernorm.weight',
    ],
    [
      'a norm that was drawn',
      llama,
      (s) => createRng(3).normal(at(s, 'model.layers.1.input_layernorm.weight').values),
      'unlike its siblings',
      'model.layers.1.input_layernorm.weight',
    ],
    ['two ranks that drew the same rows', llama, (s) => copyRows(s, Q, 2), 'equal rows', Q],
    ['four ranks that drew the same rows', llama, (s) => copyRows(s, DOWN, 4), 'equal rows', DOWN],
    ['three ranks that drew the same rows', llama, (s) => copyRows(s, Q, 3), 'equal rows', Q],
    [
      'experts that are equal',
      mixtral,
      (s) => copyRows(s, 'model.layers.2.mlp.experts.gate_up_proj', 4),
      'equal rows',
      'model.layers.2.mlp.experts.gate_up_proj',
    ],
    ['two ranks that drew the same columns', llama, (s) => copyColumns(s, Q, 2), 'equal parts', Q],
    ['eight ranks that drew the same columns', llama, (s) => copyColumns(s, DOWN, 8), 'equal parts', DOWN],
    [
      'two ranks that drew the same columns of all experts',
      mixtral,
      (s) => copyColumns(s, 'model.layers.2.mlp.experts.gate_up_proj', 2),
      'equal parts',
      'model.layers.2.mlp.experts.gate_up_proj',
    ],
    [
      'blocks that are equal',
      llama,
      (s) => at(s, 'model.layers.4.self_attn.q_proj.weight').values.set(at(s, Q).values),
      'equal tensors',
      Q,
    ],
    [
      'query and attention output of one stream',
      llama,
      (s) => at(s, 'model.layers.2.self_attn.o_proj.weight').values.set(at(s, Q).values),
      'equal tensors',
      'model.layers.2.self_attn.o_proj.weight',
    ],
    [
      'a quarter of another tensor’s rows',
      llama,
      (s) => at(s, 'model.layers.0.self_attn.q_proj.weight').values.set(at(s, Q).values.subarray(0, 24 * 96)),
      'equal tensors',
      'model.layers.0.self_attn.q_proj.weight',
    ],
    ['dead rows', llama, (s) => at(s, DOWN).values.fill(0, 96 * 3, 96 * 5 + 64), 'zero rows', DOWN],
    ['a deviation ten times too large', llama, (s) => scale(s, Q, 10), 'unlike its siblings', Q],
    ['a deviation a tenth too small', llama, (s) => scale(s, DOWN, 0.9), 'unlike its siblings', DOWN],
    [
      'a uniform matrix among normal ones',
      llama,
      (s) => createRng(9).uniform(at(s, Q).values, { low: -0.02 * 3 ** 0.5, high: 0.02 * 3 ** 0.5 }),
      'unlike its siblings',
      Q,
    ],
  ])('%s', async (_, config, plant, kind, tensor) => {
    for (const dtype of ['F32', 'BF16'] as const) {
      const state = await stateOf(config, 'megatron')
      plant(state)
      const diagnosis = await examine(state, dtype)
      expect(diagnosis.state).toBe('faulty')
      const found = faults(diagnosis.findings)
      expect(found.some((finding) => finding.kind === kind && finding.tensors.includes(tensor))).toBe(true)
      // Nothing else is accused.
      for (const { tensors } of found) expect(tensors).toContain(tensor)
    }
  })
})

/** Each of `count` parts gets the rows of the first. */
function copyRows(state: State, name: string, count: number): void {
  const { values } = at(state, name)
  const size = values.length / count
  for (let part = 1; part < count; part++) values.copyWithin(part * size, 0, size)
}

function copyColumns(state: State, name: string, count: number): void {
  const { values, shape } = at(state, name)
  const width = shape.at(-1) ?? 1
  for (let row = 0; row < values.length / width; row++)
    for (let part = 1; part < count; part++)
      values.copyWithin(row * width + (part * width) / count, row * width, row * width + width / count)
}

function scale(state: State, name: string, factor: number): void {
  const { values } = at(state, name)
  for (const [i, value] of values.entries()) values[i] = value * factor
}

describe('clean files', () => {
  const untied: Config = { ...gpt2, tie_word_embeddings: false }
  const cases = recipeNames
    .filter((name) => name !== 'gpt2')
    .flatMap((name) => [[name, llama] as const, [name, name === 'transformers' ? bert : mixtral] as const])
  it.each([...cases, ['gpt2', gpt2] as const, ['transformers', untied] as const])(
    'of %s raise no alarm: %j',
    async (recipe, config) => {
      const numbers = {
        ...((recipe === 'mup' || recipe === 'completeP') && { baseWidth: 32 }),
        ...(recipe === 'completeP' && { baseDepth: 2 }),
      }
      for (const dtype of recipe === 'hf' ? (['F16'] as const) : (['F32', 'BF16'] as const)) {
        const out = join(await scratch(), 'step0')
        await seedCheckpoint(config, { recipe, seed: 7, dtype, shard: '200KB', ...numbers, out })
        const plain = await examineFile(out)
        expect(faults(plain.findings)).toEqual([])
        const { state, findings, tensors } = await examineFile(out, { config, recipe, ...numbers })
        expect(faults(findings)).toEqual([])
        expect(state).toBe('fine')
        expect(tensors.length).toBeGreaterThan(recipe.startsWith('lora') ? 19 : 30)
      }
    },
    240_000,
  )

  it.each(['trained-llama', 'trained-mlp'])('%s raises no alarm', async (name) => {
    const path = fileURLToPath(new URL(`../fixtures/${name}.safetensors`, import.meta.url))
    const { findings, state, tensors } = await examineFile(path)
    expect(faults(findings)).toEqual([])
    expect(state).toBe('fine')
    expect(tensors.some(({ law }) => law.startsWith('other'))).toBe(true)
  })
})

describe('laws', () => {
  const one = async (values: Float32Array, shape: readonly number[]) => {
    const { tensors } = await examine(new Map([['w', { shape, values }]]), 'F32')
    return tensors[0]
  }
  const draw = createRng(11)

  it('are told apart, the nearest wrong one too', async () => {
    const n = 96 * 512
    const values = (fill: (out: Float32Array) => Float32Array) => one(fill(new Float32Array(n)), [96, 512])
    expect((await values((out) => draw.normal(out, { std: 0.5 })))?.law).toMatch(/^N\(0, 0\.(49|50)\d*²\)$/)
    expect((await values((out) => draw.uniform(out, { low: -1, high: 1 })))?.law).toMatch(/^U\[-(1|0.99)/)
    expect((await values((out) => draw.truncatedNormal(out)))?.law).toMatch(/cut to ±2σ$/)
    expect((await values((out) => draw.truncatedNormal(out, { low: -3, high: 3 })))?.law).toMatch(
      /cut to ±3σ$/,
    )
    expect((await values((out) => out.fill(0.25)))?.law).toBe('0.25')
    const cubed = await values((out) => draw.normal(out).map((value) => value ** 3))
    expect(cubed?.law).toMatch(/^other: mean .*, std .*, up to .*σ$/)
    const mixed = await values((out) => draw.normal(out).map((value, i) => (i % 4 === 0 ? 3 * value : value)))
    expect(mixed?.law).toMatch(/^other/)
  })

  it('orthogonal matrices are seen, wide and tall, and random ones are not', async () => {
    for (const shape of [
      [64, 128],
      [128, 64],
      [64, 64],
    ]) {
      const request = createRequest({ shape, backend: cpu, rng: createRng(2), axes: { out: 0, in: 1 } })
      const values = Float32Array.from(orthogonal()(request).toArray())
      expect((await one(values, shape))?.isOrthogonal).toBe(true)
      expect((await one(draw.normal(new Float32Array(values.length)), shape))?.isOrthogonal).toBe(false)
    }
  })

  it('tell how deviations depend on depth', async () => {
    const depth = async (recipe: string) => {
      const { groups } = await examine(await stateOf(llama, recipe))
      return Object.fromEntries(groups.map(({ pattern, depth }) => [pattern.split('.').at(-2), depth]))
    }
    expect(await depth('llama')).toMatchObject({
      q_proj: 'constant',
      o_proj: '∝ 1/√(l + 1)',
      up_proj: '∝ 1/√(l + 1)',
    })
    expect(await depth('megatron')).toMatchObject({ q_proj: 'constant', o_proj: 'constant' })
  })

  it('tell how deviations depend on fans', async () => {
    const fans = async (recipe: string) => {
      const diagnosis = await examine(await stateOf(llama, recipe))
      const told = diagnosis.groups.map(({ pattern, fans }) => [pattern.split('.').at(-2), fans])
      return { told: Object.fromEntries(told), text: String(diagnosis) }
    }
    const { told, text } = await fans('fanIn')
    expect(told).toMatchObject({ q_proj: '1/√in', down_proj: '1/√in', input_layernorm: undefined })
    expect(text).toContain('model.layers.*.mlp.down_proj.weight, 5 blocks: constant; std = 1/√in')
    expect((await fans('megatron')).told.q_proj).toMatch(/^0\.19\d\/√in$/)
    const torch = new Map(
      [0, 1, 2].map((block) => {
        const values = createRng(block).uniform(new Float32Array(96 * 64), { low: -1 / 8, high: 1 / 8 })
        return [`layers.${block}.weight`, { shape: [96, 64], values }] as const
      }),
    )
    expect((await examine(torch)).groups[0]?.fans).toBe('1/√(3·in)')
  })
})

describe('a named recipe', () => {
  it.each<[string, (state: State) => void, RegExp]>([
    [
      'another deviation',
      (s) => scale(s, Q, 1.1),
      /its deviation is 0.02\d+, expected 0.02 \(recipe megatron\)/,
    ],
    [
      'another mean',
      (s) => at(s, Q).values.set(at(s, Q).values.map((value) => value + 0.005)),
      /its mean is 0.0049|its mean is 0.005/,
    ],
    [
      'another constant',
      (s) => at(s, 'model.norm.weight').values.fill(0.5),
      /its values are 0.5, expected 1 everywhere/,
    ],
    ['no such tensor', (s) => s.delete(Q), /it is missing/],
    [
      'another tensor',
      (s) => s.set('x', { shape: [2], values: new Float32Array(2) }),
      /LlamaForCausalLM has no such parameter/,
    ],
    [
      'another shape',
      (s) => s.set(Q, { ...at(s, Q), shape: [48, 192] }),
      /its shape is \[48,192\], expected \[96,96\]/,
    ],
    [
      'another law',
      (s) => createRng(9).uniform(at(s, Q).values, { low: -0.02 * 3 ** 0.5, high: 0.02 * 3 ** 0.5 }),
      /look like U\[.*, expected N\(0, 0.02²\)/,
    ],
  ])('%s is said', async (_, plant, text) => {
    const state = await stateOf(llama, 'megatron')
    plant(state)
    const { findings } = await examine(state, 'F32', { config: llama, recipe: 'megatron' })
    const said = findings.filter(({ kind }) => kind === 'not as the recipe')
    expect(said).toHaveLength(1)
    expect(said[0]?.text).toMatch(text)
  })

  it('whose cut cuts nothing is told, and a cut that does is not', async () => {
    const cutAt = (bound: number): Recipe => ({
      ...{ name: 'own', source: 'here', stream: 'keyed' },
      laws: () => () => ({
        init: truncatedNormal({ std: 0.02, low: -bound, high: bound, bounds: 'absolute' }),
        reason: 'mine',
      }),
    })
    const cuts = async (bound: number) => {
      const out = join(await scratch(), 'step0')
      await seedCheckpoint(llama, { recipe: cutAt(bound), seed: 1, dtype: 'F32', out })
      const { findings } = await examineFile(out, { config: llama, recipe: cutAt(bound) })
      expect(faults(findings)).toEqual([])
      return findings.filter(({ kind }) => kind === 'cut')
    }
    const told = await cuts(2)
    expect(told).toHaveLength(48)
    expect(told[0]).toEqual({
      severity: 'note',
      kind: 'cut',
      tensors: ['model.embed_tokens.weight'],
      text: 'the cut to [-2, 2] is 100 deviations away and cuts none of 19200 values: the law is a normal one',
    })
    expect(await cuts(0.06)).toEqual([])
  })

  it('another recipe’s file deviates', async () => {
    const { state } = await examine(await stateOf(llama, 'megatron'), 'BF16', {
      config: llama,
      recipe: 'llama',
    })
    expect(state).toBe('faulty')
  })
})

describe('notes', () => {
  it('tell what may be meant', async () => {
    const state = await stateOf(llama, 'zeroOut')
    at(state, 'model.embed_tokens.weight').values.fill(0, 0, 96)
    const { findings, state: verdict } = await examine(state)
    expect(verdict).toBe('fine')
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['all zero', 'zero rows']))
  })

  it('dead rows are a fault of what was just drawn, and a note of what was trained', async () => {
    const trained = await stateOf(llama, 'megatron')
    let scale = 1000
    for (const { shape, values } of trained.values()) {
      scale *= 1.1
      if (shape.length > 1) for (const [i, value] of values.entries()) values[i] = scale * value ** 3
    }
    at(trained, DOWN).values.fill(0, 160 * 3, 160 * 5)
    const { findings, state } = await examine(trained)
    expect(state).toBe('fine')
    expect(findings).toMatchObject([
      {
        severity: 'note',
        kind: 'zero rows',
        text: '2 of 96 rows are zero (3, 4): dead rows, as training and pruning leave them',
      },
    ])
    const drawn = await stateOf(llama, 'megatron')
    at(drawn, DOWN).values.fill(0, 160 * 3, 160 * 5)
    const [first] = faults((await examine(drawn)).findings)
    expect(first).toMatchObject({ kind: 'zero rows', tensors: [DOWN] })
  })

  it('tied weights that are stored twice are one of them', async () => {
    const state = await stateOf(llama, 'megatron')
    at(state, 'lm_head.weight').values.set(at(state, 'model.embed_tokens.weight').values)
    const { findings } = await examine(state)
    expect(findings).toMatchObject([{ severity: 'note', kind: 'equal tensors' }])
  })

  it('values too small for F16, and a mean that is not 0', async () => {
    const w = createRng(1).normal(new Float32Array(9216), { std: 3e-8 })
    const v = createRng(2).uniform(new Float32Array(9216))
    const { findings } = await examine(
      new Map([
        ['w', { shape: [96, 96], values: w }],
        ['v', { shape: [96, 96], values: v }],
      ]),
      'F16',
    )
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['zeros', 'mean']))
  })
})

describe('input', () => {
  it('is refused where it is wrong', async () => {
    const folder = await scratch()
    await expect(examineFile(folder)).rejects.toThrow(/a safetensors file in .*, got none/)
    await writeFile(join(folder, 'x.safetensors'), 'not one')
    await expect(examineFile(folder)).rejects.toThrow(/safetensors/)
    await writeFile(join(folder, 'y.index.json'), '{}')
    await expect(examineFile(join(folder, 'y.index.json'))).rejects.toThrow(/an index with weight_map/)
    await writeFile(join(folder, 'y.index.json'), '{"weight_map":{"a":"../x.safetensors"}}')
    await expect(examineFile(join(folder, 'y.index.json'))).rejects.toThrow(/names of files in the index/)
    await expect(examineFile(folder, { recipe: 'hf' })).rejects.toThrow(
      /config and recipe, or neither, got recipe alone/,
    )
    await expect(examineFile(folder, { config: llama })).rejects.toThrow(/got config alone/)
    await expect(examineFile(null as never)).rejects.toThrow(/the path of a file, got null/)
    await expect(examineFile(folder, { law: 1 } as never)).rejects.toThrow(TypeError)
    await expect(examineFile(join(folder, 'none'))).rejects.toThrow(/ENOENT/)
  })

  it('is all files of a folder without an index', async () => {
    const folder = await scratch()
    for (const name of ['model-00001-of-00002', 'model-00002-of-00002'])
      await writeFile(join(folder, `${name}.safetensors`), encodeSafetensors({ [name]: cpu.ones([3]) }))
    expect((await examineFile(folder)).tensors).toHaveLength(2)
  })

  it('is refused where the index and the files do not fit', async () => {
    const folder = await scratch()
    const index = join(folder, 'model.safetensors.index.json')
    const file = 'model-00001-of-00001.safetensors'
    await writeFile(join(folder, file), encodeSafetensors({ a: cpu.ones([3]) }))
    const examined = async (text: string) => {
      await writeFile(index, text)
      return examineFile(folder)
    }
    expect((await examined(`{"weight_map":{"a":"${file}"}}`)).state).toBe('fine')
    await expect(examined('{"weight_map":{"a":')).rejects.toThrow(/an index .*, got no JSON; is it torn\?/)
    await expect(examined(`{"weight_map":{"a":"${file}","b":"${file}"}}`)).rejects.toThrow(
      /all tensors of the index in the files of .*, got no "b"/,
    )
    await expect(examined('{"weight_map":{"a":"c.safetensors"}}')).rejects.toThrow(
      /examineFile: expected a file or folder of a model, got ".*c.safetensors" \(ENOENT\)/,
    )
  })

  it('other dtypes are named and left out', async () => {
    const path = join(await scratch(), 'x.safetensors')
    await writeFile(path, encodeSafetensors({ i: cpu.tensor(Int32Array.of(1, 2)), f: cpu.ones([3]) }))
    expect(await examineFile(path)).toMatchObject({
      skipped: ['i (I32)'],
      tensors: [{ name: 'f', law: '1' }],
    })
  })

  it('the command gives 1 for a fault', async () => {
    const state = await stateOf(llama, 'megatron')
    const folder = await scratch()
    const run = async (...args: string[]) => {
      let text = ''
      const write = (more: string) => {
        text += more
      }
      const terminal = { out: write, error: write, isInteractive: false }
      return [await runCommand(['doctor', ...args], { terminal, environment: {} }), text] as const
    }
    const path = join(folder, 'model.safetensors')
    const write = () => {
      const all = [...state].map(
        ([name, { shape, values }]) => [name, cpu.tensor(values, { shape })] as const,
      )
      return writeFile(path, encodeSafetensors(new Map(all)))
    }
    await write()
    await writeFile(join(folder, 'config.json'), JSON.stringify(llama))
    const [code, text] = await run(path, '--recipe', 'megatron', '--config', folder, '--quiet')
    expect([code, text]).toEqual([0, expect.stringContaining('fine, 48 tensors')])
    at(state, Q).values.fill(Number.NaN, 0, 2)
    await write()
    const [bad, said] = await run(path)
    expect([bad, said]).toEqual([
      1,
      expect.stringMatching(/fault: model.layers.2.self_attn.q_proj.weight: not finite: 2 of 9216/),
    ])
    const [, json] = await run(folder, '--json', '--quiet')
    expect(JSON.parse(json)).toMatchObject({ state: 'faulty', findings: [{ kind: 'not finite' }] })
    expect((await run())[0]).toBe(2)
  })
})
