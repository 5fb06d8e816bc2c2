import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpu } from '@nn/backend-cpu'
import { loadSafetensors } from '@nn/io/node'
import { type Module, snakeCase, toPython } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { afterAll, describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { DIALECTS } from '../src/dialects/dialects.ts'
import { MODELS } from '../src/models/index.ts'
import { openSession, startModel } from '../src/run/start-model.ts'

// Made by apps/conformance/python/make_app_models.py with the live libraries, whose versions it has.
interface Start {
  model: string
  seed: number
  first: string
  parameters: number
  digest: string
  state: string
  after: string[]
  output: { shape: number[]; head: number[]; tail: number[]; mean: number }
}
const file = new URL('fixtures/python-models.json', import.meta.url)
const { starts } = JSON.parse(readFileSync(file, 'utf8')) as { starts: Start[] }
const folder = mkdtempSync(join(tmpdir(), 'nn-python-models-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Numbers of [0, 1), as the maker has them. */
function ramp(...shape: number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  return cpu.tensor(
    Float32Array.from({ length: size }, (_, i) => (i % 257) / 257),
    { shape },
  )
}

const INPUTS: Readonly<Record<string, Tensor>> = {
  mlp: ramp(2, 28, 28),
  lenet: ramp(2, 1, 28, 28),
  resnet18: ramp(2, 3, 64, 64),
  'gpt2-small': cpu.tensor(
    Int32Array.from({ length: 16 }, (_, i) => i * 3001),
    { shape: [2, 8] },
  ),
}

const sha = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

/** A line for each parameter, as the maker writes it. */
function linesOf(net: Module): string[] {
  return [...net.parameters()].map(([path, { shape, data }]) => {
    const { buffer, byteOffset, byteLength } = data.contiguous().toArray()
    return `${snakeCase(path)} [${shape.join(', ')}] ${sha(new Uint8Array(buffer, byteOffset, byteLength))}\n`
  })
}

describe.each(starts)('--dialect torch --model $model --seed $seed', (start) => {
  const model = MODELS[start.model]!
  const session = openSession(BigInt(start.seed), DIALECTS.torch!)
  const net = startModel(model, session)

  it('has the names and bits of Python, and leaves the generator where it is there', () => {
    const lines = linesOf(net)
    expect(lines[0]).toContain(`${start.first} [`)
    expect(lines).toHaveLength(start.parameters)
    expect(sha(lines.join(''))).toBe(start.digest)
    expect(sha([...toPython(net.stateDict()).keys()].sort().join('\n'))).toBe(start.state)
    const next = new Uint32Array(session.torch!.rng.uniform(new Float32Array(2)).buffer)
    expect([...next].map((word) => word.toString(16).padStart(8, '0'))).toEqual(start.after)
  })

  it('makes the same of an input', () => {
    const output = net.eval().forward(INPUTS[start.model]!) as Tensor
    const { shape, head, tail, mean } = start.output
    expect(output.shape).toEqual(shape)
    const values = [...output.contiguous().toArray()]
    const scale = Number(output.abs().max().item())
    for (const [i, value] of head.entries()) expect(Math.abs(values[i]! - value)).toBeLessThan(2e-5 * scale)
    for (const [i, value] of tail.entries())
      expect(Math.abs(values.at(i - tail.length)! - value)).toBeLessThan(2e-5 * scale)
    const sum = values.reduce((total, value) => total + value, 0)
    expect(Math.abs(sum / values.length - mean)).toBeLessThan(2e-5 * scale)
  })
})

it('--save writes the names of Python, which --load reads', async () => {
  const path = join(folder, 'resnet18.safetensors')
  const lines: string[] = []
  const output = { log: (line: string) => lines.push(line), error: () => undefined }
  const args = ['--dialect', 'torch', '--model', 'resnet18', '--seed', '7']
  expect(await runApp([...args, '--save', path], output)).toBe(0)
  const { state } = starts.find(({ model, seed }) => model === 'resnet18' && seed === 7)!
  const saved = await loadSafetensors(path, cpu)
  expect(sha([...saved.keys()].sort().join('\n'))).toBe(state)
  expect(await runApp(['--model', 'resnet18', '--load', path], output)).toBe(0)
  expect(lines.join('\n')).toContain("fits as a whole: 122 of the model's 122 tensors loaded")
})
