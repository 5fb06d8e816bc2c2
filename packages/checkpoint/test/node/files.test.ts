import { createHash } from 'node:crypto'
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpu } from '@nn/backend-cpu'
import { encodeSafetensors } from '@nn/io'
import { openSafetensorsFile } from '@nn/io/node'
import { afterAll, describe, expect, it } from 'vitest'
import { type Config, modelOf, planCheckpoint, recipeOf } from '../../src/index.ts'
import { type SeedOptions, seedCheckpoint, verifyCheckpoint } from '../../src/node/index.ts'
import { configOf, golden } from './golden.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nn-checkpoint-'))
  folders.push(folder)
  return join(folder, 'step0')
}

const config: Config = {
  ...{ model_type: 'phi3', vocab_size: 60, hidden_size: 16, intermediate_size: 24, num_hidden_layers: 3 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2, pad_token_id: 3 },
}
const options = { recipe: 'transformers', seed: 42, dtype: 'BF16', shard: '4KB' } as const

const FILES = planCheckpoint(config, options).files.map(({ name }) => name)
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = ''] = FILES

/** Every file with its hash. */
async function bytesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const hashes = await Promise.all(
    names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ),
  )
  return Object.fromEntries(names.map((name, i) => [name, hashes[i] ?? '']))
}

async function seeded(more: Partial<SeedOptions> = {}): Promise<string> {
  const out = await scratch()
  await seedCheckpoint(config, { ...options, ...more, out })
  return out
}

describe('the bytes of a checkpoint', () => {
  it.each(['transformers', 'llama'])(
    'of %s are the same for any number of workers, in any order',
    async (recipe) => {
      const whole = await bytesIn(await seeded({ recipe }))
      expect(Object.keys(whole)).toHaveLength(FILES.length + 2)
      for (const count of [2, 3, 20]) {
        const out = await scratch()
        for (const index of Array.from({ length: count }, (_, i) => count - 1 - i)) {
          const { state } = await seedCheckpoint(config, { ...options, recipe, out, index, count })
          expect(state).toBe(index === 0 ? 'complete' : 'incomplete')
        }
        expect(await bytesIn(out)).toEqual(whole)
      }
    },
  )

  it('are the same when workers run at once, and beside their twins', async () => {
    const out = await scratch()
    const workers = [0, 1, 2, 0, 1, 2].map((index) =>
      seedCheckpoint(config, { ...options, out, index, count: 3 }),
    )
    await Promise.all(workers)
    expect(await bytesIn(out)).toEqual(await bytesIn(await seeded()))
  })

  it.each([
    ['lora', { rank: 4 }],
    ['loraGaussian', {}],
    ['dyt', {}],
    ['moddedNanoGpt', {}],
  ])('of %s are the same for three workers, and are verified', async (recipe, more) => {
    const whole = await bytesIn(await seeded({ recipe, ...more, shard: '1KB' }))
    const out = await scratch()
    for (const index of [1, 2, 0])
      await seedCheckpoint(config, { ...options, recipe, ...more, shard: '1KB', out, index, count: 3 })
    expect(await bytesIn(out)).toEqual(whole)
    expect(await verifyCheckpoint(out)).toMatchObject({ state: 'whole', recipe })
  })

  it('are those that @nn/io writes of the same values, but for the metadata', async () => {
    const out = await seeded({ shard: '1GB' })
    const path = join(out, 'model.safetensors')
    const file = await openSafetensorsFile(path)
    const tensors = await file.readAll(cpu)
    await file.close()
    const metadata = Object.fromEntries(file.metadata)
    expect(metadata.format).toBe('pt')
    const again = encodeSafetensors(tensors, { dtype: 'BF16', metadata })
    expect(Buffer.from(again).equals(await readFile(path))).toBe(true)
  })

  it('are read by their index', async () => {
    const out = await seeded({ dtype: 'F32' })
    const model = await openSafetensorsFile(join(out, 'model.safetensors.index.json'))
    expect(new Set(model.tensors.keys())).toEqual(new Set(modelOf(config).parameters.map(({ name }) => name)))
    await model.close()
  })

  it.each(golden.filter(({ id }) => ['llama', 'gpt2', 'bert', 'mixtral', 'bert-tiny'].includes(id)))(
    'of $id by recipe transformers are those of transformers, of three workers',
    async (golden) => {
      const out = await scratch()
      for (const index of [2, 0, 1]) {
        const { seed } = golden
        const share = { index, count: 3, shard: '40KB', out, seed }
        await seedCheckpoint(configOf(golden), { recipe: 'transformers', dtype: 'F32', ...share })
      }
      const files = (await readdir(out)).sort()
      const path = files.find((name) => name.endsWith('index.json')) ?? 'model.safetensors'
      const model = await openSafetensorsFile(join(out, path))
      for (const { name, sha256 } of golden.parameters) {
        const { bytes } = await model.raw(name)
        expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, sha256])
      }
      await model.close()
    },
  )

  it('go on over slices of a million elements', async () => {
    const wide = { ...config, vocab_size: 70_001, pad_token_id: 70_000 }
    for (const recipe of ['transformers', 'hf']) {
      const out = await scratch()
      await seedCheckpoint(wide, { recipe, seed: 1, dtype: 'F32', out })
      const model = await openSafetensorsFile(join(out, 'model.safetensors'))
      const { bytes } = await model.raw('model.embed_tokens.weight')
      await model.close()
      const values = new Float32Array(bytes.slice().buffer)
      expect(values.subarray(-16).every((value) => value === 0)).toBe(true)
      const pieces = [values.subarray(0, 1 << 20), values.subarray(1 << 20, -16)]
      for (const piece of pieces) {
        const variance = piece.reduce((sum, value) => sum + value ** 2, 0) / piece.length
        expect(Math.abs(variance / 0.02 ** 2 - 1)).toBeLessThan(6 * Math.sqrt(2 / piece.length))
      }
      expect((await verifyCheckpoint(out)).state).toBe('whole')
    }
  })
})

describe('workers that die', () => {
  it('are started again, and make what is missing', async () => {
    const [out, whole] = [await seeded(), await bytesIn(await seeded())]
    await rm(join(out, 'model.safetensors.index.json'))
    await rm(join(out, SECOND))
    await truncate(join(out, THIRD), 400)
    await truncate(join(out, FOURTH), 3)
    const incomplete = await verifyCheckpoint(out)
    expect(incomplete.state).toBe('incomplete')
    expect(incomplete.missing).toEqual([SECOND, THIRD, FOURTH, 'model.safetensors.index.json'])
    await truncate(join(out, FIRST), 0)
    expect((await verifyCheckpoint(out)).missing).toContain(FIRST)
    const report = await seedCheckpoint(config, { ...options, out })
    expect(report.written).toHaveLength(4)
    expect(report.skipped).toHaveLength(FILES.length - 4)
    expect(report.state).toBe('complete')
    expect(await bytesIn(out)).toEqual(whole)
  })

  it('leave temporary files that the next one removes, of living ones none', async () => {
    const out = await seeded()
    const { hostname } = await import('node:os')
    const name = (pid: number) => `.nn.${hostname().slice(0, 64)}.${pid}.0123456789ab.tmp`
    // No process has the largest number that Linux gives.
    await writeFile(join(out, name(4_194_304)), 'torn')
    await writeFile(join(out, name(process.pid)), 'alive')
    const elsewhere = (file: string) => name(1).replace(hostname().slice(0, 64), file)
    await writeFile(join(out, elsewhere('node7')), 'of another machine')
    await writeFile(join(out, elsewhere('node8')), 'of another machine, long ago')
    await utimes(join(out, elsewhere('node8')), 1e9, 1e9)
    expect((await verifyCheckpoint(out)).unfinished).toHaveLength(4)
    const { unfinished } = await seedCheckpoint(config, { ...options, out })
    const left = (await readdir(out)).filter((file) => file.endsWith('.tmp'))
    expect(left.sort()).toEqual([name(process.pid), elsewhere('node7')].sort())
    expect(unfinished).toEqual(left.sort())
    expect(await verifyCheckpoint(out)).toMatchObject({ state: 'whole', unfinished })
  })

  it('let a file that is not whole go with the process, as on Ctrl-C', async () => {
    const listeners = () => process.listenerCount('SIGINT')
    const before = listeners()
    const during: number[] = []
    await seedCheckpoint(config, {
      ...options,
      out: await scratch(),
      onProgress: () => during.push(listeners()),
    })
    expect(new Set(during)).toEqual(new Set([before + 1]))
    expect(listeners()).toBe(before)
  })

  it('keep the text of the config, since Python tells 0.0 from 0', async () => {
    const out = await scratch()
    const text = `{"jitter": 0.0, ${JSON.stringify(config).slice(1)}`
    await seedCheckpoint(text, { ...options, out })
    expect(await readFile(join(out, 'config.json'), 'utf8')).toBe(text)
    expect((await verifyCheckpoint(out)).state).toBe('whole')
    expect((await seedCheckpoint(JSON.parse(text), { ...options, out })).state).toBe('complete')
    await expect(seedCheckpoint('{', { ...options, out })).rejects.toThrow(
      /expected the JSON of a config, got/,
    )
    await expect(seedCheckpoint('3', { ...options, out })).rejects.toThrow(
      /the object of a config.json, got 3/,
    )
  })

  it('write nothing again where all is there', async () => {
    const out = await seeded()
    const before = await stat(join(out, FIRST))
    const report = await seedCheckpoint(config, { ...options, out })
    expect(report).toMatchObject({ state: 'complete', written: [], bytes: 0 })
    expect((await stat(join(out, FIRST))).mtimeMs).toBe(before.mtimeMs)
  })
})

describe('a folder of something else is refused, and stays as it is', () => {
  it.each<[string, Partial<SeedOptions>, Config?]>([
    ['seed', { seed: 43 }],
    ['dtype', { dtype: 'F16' }],
    ['recipe', { recipe: 'hf' }],
    ['shard size', { shard: '5KB' }],
    ['config', {}, { ...config, initializer_range: 0.03 }],
    ['field of the config', {}, { ...config, rope_theta: 5 }],
  ])('another %s', async (_, more, other = config) => {
    const out = await seeded()
    const before = await bytesIn(out)
    await expect(seedCheckpoint(other, { ...options, ...more, out })).rejects.toThrow(
      /seedCheckpoint: expected .*this checkpoint.*, got/,
    )
    expect(await bytesIn(out)).toEqual(before)
  })

  it.each([
    [
      'pytorch_model.bin',
      'x',
      /to hold this checkpoint alone, got "pytorch_model.bin"; take an empty folder/,
    ],
    ['model.safetensors.index.json', '{"metadata"', /got a torn one; move it away/],
    ['model.safetensors.index.json', '{"weight_map":{}}', /got another one; move it away/],
    ['config.json', '{}', /config.json of this checkpoint in .*, got another one/],
    [FIRST, 'not one', /its config, recipe, seed, dtype or shard size is another/],
  ])('%s: %s', async (name, text, error) => {
    const out = await scratch()
    await mkdir(out)
    await writeFile(join(out, name), text)
    await expect(seedCheckpoint(config, { ...options, out })).rejects.toThrow(error)
    expect(await readdir(out)).toEqual([name])
    expect(await readFile(join(out, name), 'utf8')).toBe(text)
  })

  it('a folder where a file should be', async () => {
    const out = await scratch()
    await mkdir(join(out, FIRST), { recursive: true })
    await expect(seedCheckpoint(config, { ...options, out })).rejects.toThrow(
      /expected a file that can be read, .*got a folder \(EISDIR\)/,
    )
    expect(await readdir(out)).toEqual([FIRST])
  })

  it('a file where the folder should be', async () => {
    const out = await scratch()
    await writeFile(out, '')
    await expect(seedCheckpoint(config, { ...options, out })).rejects.toThrow(
      /expected a folder, got the file/,
    )
  })

  it('a place that cannot be written', async () => {
    await expect(seedCheckpoint(config, { ...options, out: '/proc/nn-step0' })).rejects.toThrow(
      /expected a folder that can be written, got \/proc\/nn-step0 \(E/,
    )
  })

  it('a disk without room, which is asked before', async () => {
    const out = await scratch()
    const vast = { ...config, vocab_size: 2 ** 36 }
    await expect(seedCheckpoint(vast, { ...options, out })).rejects.toThrow(
      /expected 4.398 TB free in .* for the files of this worker, got/,
    )
    expect(await readdir(out)).toEqual([])
  })
})

describe('options', () => {
  it.each<[object, RegExp]>([
    [{ recipe: 'x' }, /one of transformers, hf/],
    [{ recipe: null }, /recipe to be a name or/],
    [{ recipe: {} }, /recipe to be a name or/],
    [{ seed: '42' }, /seed to be a number or a bigint, got "42"/],
    [{ seed: undefined }, /expected seed, got none/],
    [{ seed: 0.5 }, /seed/],
    [{ seed: 2n ** 64n }, /seed/],
    [{ dtype: 'F64' }, /dtype to be one of F32, BF16, F16/],
    [{ shard: '0GB' }, /shard to be a size/],
    [{ shard: '5 XB' }, /shard to be a size/],
    [{ shard: -1 }, /shard to be a size/],
    [{ shard: null }, /shard to be a size/],
    [{ index: 1 }, /count beside index, got none/],
    [{ index: 2, count: 2 }, /index to be an integer of \[0, 1\], got 2/],
    [{ count: 0, index: 0 }, /count to be an integer/],
    [{ count: 2 }, /index beside count/],
    [{ out: '' }, /out to be the path of a folder/],
    [{ seeds: 1 }, /did you mean "seed"/],
    [{ families: null }, /families: expected an array of .*, got null/],
    [{ families: [{ modelType: 'x' }] }, /families: expected an array of/],
    [{ onProgress: 3 }, /onProgress to be a function, got 3/],
  ])('%# are refused', async (wrong, error) => {
    const out = await scratch()
    await expect(seedCheckpoint(config, { ...options, out, ...wrong } as SeedOptions)).rejects.toThrow(error)
    await expect(stat(out)).rejects.toThrow(/ENOENT/)
  })

  it('there are some', async () => {
    await expect(seedCheckpoint(config, undefined as never)).rejects.toThrow(
      /options with recipe, seed and out/,
    )
    await expect(seedCheckpoint(config, null as never)).rejects.toThrow(TypeError)
    await expect(verifyCheckpoint(3 as never)).rejects.toThrow(/the path of a folder/)
    await expect(verifyCheckpoint('x', { all: true } as never)).rejects.toThrow(TypeError)
    await expect(verifyCheckpoint('x', null as never)).rejects.toThrow(/an options object, got null/)
    await expect(verifyCheckpoint('x', { onProgress: 3 } as never)).rejects.toThrow(
      /onProgress to be a function/,
    )
  })
})

describe('verify', () => {
  it('says which elements differ after a byte is changed', async () => {
    const out = await seeded({ dtype: 'F32' })
    expect(await verifyCheckpoint(out)).toMatchObject({
      state: 'whole',
      missing: [],
      differences: [],
      seed: '42',
    })
    const file = (await readdir(out)).filter((name) => name.endsWith('.safetensors'))[1] ?? ''
    const handle = await open(join(out, file), 'r+')
    const { size } = await handle.stat()
    const byte = Buffer.alloc(1)
    await handle.read(byte, 0, 1, size - 6)
    byte[0] = (byte[0] ?? 0) ^ 1
    await handle.write(byte, 0, 1, size - 6)
    await handle.close()
    const { state, differences } = await verifyCheckpoint(out)
    expect(state).toBe('different')
    expect(differences).toHaveLength(1)
    const [difference] = differences
    expect(difference).toMatchObject({ file, elements: 1 })
    expect((difference?.end ?? 0) - (difference?.start ?? 0)).toBe(1)
  })

  it('compares a worker’s share alone', async () => {
    const out = await seeded()
    const all = await verifyCheckpoint(out)
    const shares = await Promise.all([0, 1, 2].map((index) => verifyCheckpoint(out, { index, count: 3 })))
    expect(shares.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(all.bytes)
  })

  it('knows no checkpoint where there is none', async () => {
    const out = await scratch()
    await expect(verifyCheckpoint(out)).rejects.toThrow(/a checkpoint made by seed in .*, got none/)
    await mkdir(out)
    await writeFile(join(out, 'model.safetensors'), encodeSafetensors({ x: cpu.ones([2]) }))
    await expect(verifyCheckpoint(out)).rejects.toThrow(/a checkpoint made by seed/)
  })

  it('wants its config, unchanged', async () => {
    const out = await seeded()
    await writeFile(join(out, 'config.json'), JSON.stringify({ ...config, initializer_range: 1 }))
    await expect(verifyCheckpoint(out)).rejects.toThrow(/config.json is another/)
    await writeFile(join(out, 'config.json'), '{')
    await expect(verifyCheckpoint(out)).rejects.toThrow(/expected a config.json in/)
    await rm(join(out, 'config.json'))
    await expect(verifyCheckpoint(out)).rejects.toThrow(/expected a config.json in .*, got none/)
  })

  it('wants a recipe of one’s own', async () => {
    const own = { ...recipeOf('megatron', { std: 0.5 }), name: 'own' }
    const out = await seeded({ recipe: own })
    await expect(verifyCheckpoint(out)).rejects.toThrow(
      /the recipe "own", got none; pass it as option recipe/,
    )
    expect((await verifyCheckpoint(out, { recipe: own })).state).toBe('whole')
    const other = { ...recipeOf('megatron', { std: 0.6 }), name: 'own' }
    await expect(verifyCheckpoint(out, { recipe: other })).rejects.toThrow(/files of the plan/)
  })
})
