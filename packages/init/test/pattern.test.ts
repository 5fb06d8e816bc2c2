import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { matchesPath } from '../src/index.ts'

/** What the globs mean, by an expression that tries every way: right, and too slow for long ones. */
function byExpression(glob: string, path: string): boolean {
  const meaning: Readonly<Record<string, string>> = { '**': '[^]*', '*': '[^.]*', '?': '[^.]' }
  const source = glob.replace(/\*\*|[\\^$.*+?()[\]{}|]/g, (token) => meaning[token] ?? `\\${token}`)
  return new RegExp(`^${source}$`).test(path)
}

describe('matchesPath', () => {
  it.each([
    ['0.*', '0.weight', true],
    ['0.*', '0.0.weight', false],
    ['0.**', '0.0.weight', true],
    ['**.weight', 'weight', false],
    ['**weight', 'weight', true],
    ['layer?.bias', 'layer1.bias', true],
    ['layer?.bias', 'layer.bias', false],
    ['layer?bias', 'layer.bias', false],
    ['a.*.c', 'a..c', true],
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['***', 'a.b', true],
    ['a(b)+[c]', 'a(b)+[c]', true],
    ['*?', '?', true],
    ['**', 'a\nb.c', true],
  ])('%j and %j: %j', (glob, path, expected) => {
    expect(matchesPath(glob, path)).toBe(expected)
  })

  it('is what the expression says, for all short globs and paths', () => {
    const text = (chars: readonly string[]) =>
      fc.array(fc.constantFrom(...chars), { maxLength: 12 }).map((list) => list.join(''))
    fc.assert(
      fc.property(text(['a', 'b', '.', '*', '**', '?']), text(['a', 'b', '.', '?', '*']), (glob, path) => {
        expect(matchesPath(glob, path)).toBe(byExpression(glob, path))
      }),
      { numRuns: 3000, seed: 1 },
    )
  })

  it('has no memory of expressions with g and y', () => {
    const pattern = /a/g
    expect([matchesPath(pattern, 'a'), matchesPath(pattern, 'a')]).toEqual([true, true])
  })
})

describe('the cost of a glob', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  /** How often characters of the path are looked at. */
  function looks(glob: string, path: string): number {
    const spy = vi.spyOn(String.prototype, 'charAt')
    expect(matchesPath(glob, path)).toBe(false)
    const { length } = spy.mock.calls
    vi.restoreAllMocks()
    return length
  }

  it.each([
    ['doubled stars', `${'**.a.'.repeat(4)}**.b`, 'a.'],
    ['stars', `${'*a'.repeat(12)}*b`, 'a'],
    ['stars and question marks', `${'*?'.repeat(12)}*.b`, 'a'],
  ])('%s: each character of a path is looked at once', (_, glob, unit) => {
    for (const length of [1000, 4000]) {
      const path = unit.repeat(length)
      expect(looks(glob, path)).toBeLessThanOrEqual(path.length)
    }
  })

  it('a glob that is longer than the path is refused by its length', () => {
    expect(looks(`${'*a'.repeat(100_000)}*`, 'a'.repeat(1000))).toBe(0)
  })

  it('long globs and long paths end', () => {
    const path = 'a.'.repeat(20_000)
    expect(matchesPath(`${'**.a'.repeat(10_000)}**.b`, path)).toBe(false)
    expect(matchesPath(`${'**a.'.repeat(20_000)}**`, path)).toBe(true)
    expect(matchesPath(`${'*.'.repeat(20_000)}b`, path)).toBe(false)
  })
})
