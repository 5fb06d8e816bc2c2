import { cpu } from '@nn/backend-cpu'
import { normal, ones } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, Module, type Rule, Sequential } from '../src/index.ts'

class Attention extends Module {
  readonly outProj = new Dense(2, { inUnits: 2 })

  forward(x: never): unknown {
    return this.outProj.forward(x)
  }
}

function net(): Sequential<readonly [Dense, Dense]> {
  const made = new Sequential(new Dense(3, { inUnits: 4 }), new Dense(2, { inUnits: 3 }))
  made.initialize({ rng: createRng(0), backend: cpu })
  return made
}

function messageOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    return String(error)
  }
  throw new Error('expected an error, got none')
}

describe('the cure of an error', () => {
  it('of a seed is a stream', () => {
    for (const attempt of [
      () => net().initialize({ seed: 42 } as never),
      () => normal({ seed: 42 } as never),
    ])
      expect(attempt).toThrow(/got "seed"; a seed makes a stream: rng: createRng\(42\)$/)
  })

  it('of names of Python is fromPython, of others to load the rest', () => {
    const module = new Attention()
    const state = { 'out_proj.weight': cpu.ones([2, 2]), 'out_proj.bias': cpu.ones([2]) }
    expect(() => module.loadStateDict(state)).toThrow(
      /nothing was loaded; pass fromPython\(net, state\), which turns the names$/,
    )
    expect(() => module.loadStateDict({ other: cpu.ones([2]) })).toThrow(
      /pass \{ strict: false \} to load the rest$/,
    )
  })

  it('of an activation by name is the function', () => {
    expect(() => new Dense(2, { activation: 'relu' as never })).toThrow(
      /got "relu"; pass the function itself/,
    )
  })
})

describe('no error is long', () => {
  const long = 'x'.repeat(100_000)
  const many = Object.fromEntries(
    Array.from({ length: 2000 }, (_, i) => [`${'k'.repeat(500)}${i}`, cpu.ones([1])]),
  )

  it.each<[string, () => unknown]>([
    ['a pattern', () => net().initialize({ rules: [[long, ones()]], forceReinit: true })],
    [
      'a regular expression',
      () => net().initialize({ rules: [[new RegExp(long), ones()]], forceReinit: true }),
    ],
    ['a role', () => net().initialize({ rules: [[{ role: long }, ones()]], forceReinit: true })],
    ['an option', () => net().initialize({ [long]: 1 } as never)],
    ['a name', () => net().loadStateDict({ [long]: cpu.ones([1]) })],
    ['many names', () => net().loadStateDict(many)],
  ])('%s', (_, attempt) => {
    expect(messageOf(attempt).length).toBeLessThan(1500)
  })
})

describe('the members of options', () => {
  it('are checked: a rule has two', () => {
    const rule = ['0.*', ones(), ones()] as unknown as Rule
    expect(() => net().plan({ rules: [rule] })).toThrow(/expected rules to be an array of pairs/)
  })

  it('are checked: a rule is for a class, not for any function', () => {
    const rule = [() => true, ones()] as unknown as Rule
    expect(() => net().plan({ rules: [rule] })).toThrow(/expected rules to be an array of pairs/)
  })

  it('are checked: shapes are of parameters', () => {
    for (const shapes of [3, [1], new Array(2), [[undefined]], [[{}, [2]]]])
      expect(() => net().materialize(cpu, shapes as never)).toThrow(
        /expected shapes to be pairs of a parameter and its shape/,
      )
    expect(() => net().materialize(cpu, [[undefined, [2]]])).not.toThrow()
  })
})
