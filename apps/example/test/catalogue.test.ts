import * as init from '@nn/init'
import { describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { samples } from '../src/catalogue/samples.ts'

async function run(...argv: string[]) {
  const lines: string[] = []
  const code = await runApp(argv, { log: (line) => lines.push(line), error: (line) => lines.push(line) })
  return { code, out: lines.join('\n') }
}

describe('--catalogue', () => {
  it('has every initializer that is exported', () => {
    const names = samples().map(({ code }) => code.slice(0, code.indexOf('(')))
    const others = [
      'calculateGain',
      'computeBlockFans',
      'computeFans',
      'createRequest',
      'draw',
      'gain',
      'matchesPath',
    ]
    const exported = Object.keys(init).filter((name) => !name.endsWith('_') && !others.includes(name))
    expect([...names].sort()).toEqual(exported.sort())
    for (const { initializer } of samples()) expect(initializer.config.name).toBeTypeOf('string')
  })

  it('says what each promises, and what it makes', async () => {
    const { code, out } = await run('--catalogue')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^xavierUniform\(\) +\[128, 96\] +96 → 128 +U\[-0.163663, 0.163663\) +0 +-?0.00\d+ +0.09449 +0.09\d+ /m,
    )
    expect(out).toMatch(/^constant\(42\) .* 42 +42 +42 +0 +0 +42, 42, 42$/m)
    expect(out).not.toMatch(/undefined|\[object|e-1\d/)
  })

  it.each(['0', '7', '-1', '123456789'])('holds for seed %s', async (seed) => {
    const { code, out } = await run('--catalogue', '--seed', seed)
    expect(out).not.toContain('✗')
    expect(code).toBe(0)
  })

  it('runs each sample as it is written', () => {
    for (const { code, initializer } of samples()) {
      // Values by a path, which JSON writes as nested arrays, are the one sample that is no plain expression.
      if (code.startsWith('fromCheckpoint')) continue
      const written = new Function(...Object.keys(init), `return ${code}`)(
        ...Object.values(init),
      ) as init.Initializer
      expect([code, written.config.name]).toEqual([code, initializer.config.name])
      if (!code.startsWith('mapped')) expect(JSON.stringify(written)).toBe(JSON.stringify(initializer))
    }
  })
})
