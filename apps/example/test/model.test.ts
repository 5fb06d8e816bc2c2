import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpu } from '@nn/backend-cpu'
import { loadSafetensors, saveSafetensors } from '@nn/io/node'
import { summary } from '@nn/layers'
import { afterAll, describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { MODELS } from '../src/models/index.ts'
import { progressBar } from '../src/run/progress.ts'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
/** A LeNet that PyTorch wrote. */
const fixture = fileURLToPath(
  new URL('../../../packages/io/test/fixtures/safetensors/lenet.safetensors', import.meta.url),
)
const folder = mkdtempSync(join(tmpdir(), 'nn-models-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]) {
  const lines = { out: [] as string[], err: [] as string[], bars: [] as string[] }
  const code = await runApp(argv, {
    log: (line) => lines.out.push(line),
    error: (line) => lines.err.push(line),
    progress: (line) => lines.bars.push(line),
  })
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n'), bars: lines.bars }
}

describe('models', () => {
  it.each([
    ['mlp', 203_530],
    ['lenet', 61_706],
    ['resnet18', 11_689_512],
    ['lstm', 6_182_672],
    ['gpt2-small', 124_439_808],
  ])('%s has %d parameters, its own plan and a summary with output shapes', (name, parameters) => {
    const { build, inputs, init, rules } = MODELS[name]!
    const net = build()
    const { parameters: count, rows } = summary(net, ...inputs(cpu))
    expect(count).toBe(parameters)
    expect(rows[0]!.outputShape).toBeDefined()
    expect(net.plan({ init, rules }).rows.some(({ source }) => source === 'init' || source === 'rule')).toBe(
      true,
    )
  })

  it.each(['mlp', 'lenet', 'lstm'])('%s runs', (name) => {
    const { build, inputs, init, rules } = MODELS[name]!
    const net = build().eval()
    net.loadStateDict(zerosOf(net), { strict: false })
    const [output] = [net.forward(...(inputs(cpu) as never[]))]
    expect(net.plan({ init, rules }).rows.length).toBeGreaterThan(0)
    expect(String(output)).toContain('0.')
  })

  it('draw what --load does not give, and save all', async () => {
    const path = join(folder, 'lenet.safetensors')
    const first = await run('--model', 'lenet', '--save', path)
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringContaining(`61,470 values drawn; saved to ${path}`),
    })
    const state = await loadSafetensors(path, cpu)
    expect(state.size).toBe(10)
    const [, ...rest] = [...state]
    await saveSafetensors(path, new Map([...rest, ['extra', cpu.ones([1])]]))
    const again = join(folder, 'again.safetensors')
    const second = await run('--model', 'lenet', '--load', path, '--save', again)
    expect(second.out).toContain(
      `${path} fits in part: 9 of the model's 10 tensors loaded
  missing, and made here (1): 0.bias
  not of the model, and left (1): extra`,
    )
    for (const [name, tensor] of await loadSafetensors(again, cpu)) {
      expect([name, tensor.equals(state.get(name)!)]).toEqual([name, true])
    }
    const all = await run('--model', 'lenet', '--load', again)
    expect(all.out).toContain('0 values drawn, 61,706 loaded')
  })

  it('take what PyTorch wrote', async () => {
    const { code, out } = await run('--model', 'lenet', '--load', fixture)
    expect(code).toBe(0)
    expect(out).toContain(
      "fits as a whole: 10 of the model's 10 tensors loaded\n0 values drawn, 61,706 loaded",
    )
  })

  it('show how far a fill is', async () => {
    const { bars } = await run('--model', 'mlp')
    expect(bars.at(-2)).toBe(progressBar(203_264, 203_264))
    expect(bars.at(-1)).toBe('')
    expect(progressBar(1, 2)).toBe(`[${'█'.repeat(15)}${'░'.repeat(15)}]  50% of 2`)
  })

  it('exit with 1 for a file that is missing, damaged or of another model', async () => {
    const path = join(folder, 'broken.safetensors')
    expect(await run('--model', 'mlp', '--load', join(folder, 'none'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    })
    writeFileSync(path, 'broken')
    expect(await run('--model', 'mlp', '--load', path)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${path}: expected at least 8 bytes, got 6`),
    })
    await saveSafetensors(path, { '1.weight': cpu.ones([3]) })
    expect(await run('--model', 'mlp', '--load', path)).toMatchObject({
      code: 1,
      err: `${path}: expected the tensors of mlp, got 1 of other shapes: 1.weight [3] float32 for [256, 784] float32; nothing was loaded`,
    })
  })

  it('exit with 1 for a file of which nothing fits, and say what it has and what is wanted', async () => {
    expect(await run('--model', 'gpt2-small', '--load', fixture)).toMatchObject({
      code: 1,
      err: `${fixture}: expected tensors of gpt2-small, transformer.wte.weight, transformer.wpe.weight, transformer.h.0…11.ln_1.weight, transformer.h.0…11.ln_1.bias, transformer.h.0…11.attn.c_attn.weight, transformer.h.0…11.attn.c_attn.bias, transformer.h.0…11.attn.c_proj.weight, transformer.h.0…11.attn.c_proj.bias, and 9 more (149 in all), got 0.bias, 0.weight, 11.bias, 11.weight, 3.bias, 3.weight, 7.bias, 7.weight, and 2 more (10 in all), none of which is one of these; nothing was loaded; it is of --model lenet`,
    })
    const path = join(folder, 'empty.safetensors')
    await saveSafetensors(path, {})
    expect(await run('--model', 'mlp', '--load', path)).toMatchObject({
      code: 1,
      err: `${path}: expected tensors of mlp, 1.weight, 1.bias, 3.weight, 3.bias (4 in all), got a file of no tensors; nothing was loaded`,
    })
    // Nothing is saved either.
    const out = join(folder, 'unsaved.safetensors')
    expect((await run('--model', 'mlp', '--load', path, '--save', out)).code).toBe(1)
    expect(existsSync(out)).toBe(false)
  })

  it('print the same bytes for the same seed', () => {
    const built = (...args: string[]) =>
      execFileSync('node', [main, '--model', 'lenet', ...args], { encoding: 'utf8', stdio: 'pipe' })
    expect(built()).toBe(built('--seed', '42'))
  })
})

/** Zeros for every parameter and buffer whose shape is known. */
function zerosOf(net: ReturnType<(typeof MODELS)[string]['build']>) {
  return new Map(
    [...net.parameters()].map(([path, { shape }]) => [path, cpu.zeros(shape as readonly number[])] as const),
  )
}
