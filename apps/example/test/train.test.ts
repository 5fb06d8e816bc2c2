import { describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { curve } from '../src/training/curve.ts'

async function run(...args: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const progress: string[] = []
  const code = await runApp(args, {
    log: (line) => lines.push(line),
    error: (line) => errors.push(line),
    progress: (line) => progress.push(line),
    columns: 70,
  })
  return { code, text: lines.join('\n'), errors, progress }
}

describe('--train', () => {
  it('gives the losses of PyTorch with its dialect, and every claim holds', async () => {
    const { code, text, progress } = await run('--train', '--dialect', 'torch', '--seed', '42')
    expect(text.match(/✓ PyTorch's losses/g)).toHaveLength(2)
    expect(text).not.toContain('✗')
    expect(code).toBe(0)
    const curves = text.split('\n').filter((line) => line.includes('█'))
    expect(Math.max(...curves.map((line) => line.length))).toBeLessThanOrEqual(70)
    expect(progress).toHaveLength(2 * 302)
    expect(progress[150]).toMatch(/^\[█+░+\] +50% of 300 steps {2}loss \d\.\d{4}$/)
    expect(progress.at(-1)).toBe('')
  })

  it('is the only subject', async () => {
    expect((await run('--train', '--catalogue')).errors[0]).toBe(
      '--train: expected no other subject, got --catalogue; ask for one',
    )
    expect((await run('--train', '--model', 'mlp')).code).toBe(2)
  })
})

describe('a curve', () => {
  it('has the greatest and the least value, and a column for each part', () => {
    const lines = curve([4, 3, 2, 1, 0], 5)
    expect(lines[0]).toBe('4.000 █')
    expect(lines.at(-1)).toBe('0.000 ████▁')
    expect(curve([1, 1], 10).at(-1)).toBe('1.000 ▁▁')
  })
})
