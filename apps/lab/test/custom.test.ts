import { describe, expect, it } from 'vitest'
import { startNetwork } from '../src/networks/start-network.ts'
import { defaultsOf } from '../src/state/defaults.ts'
import { ProblemError } from '../src/state/problem.ts'
import type { LabState, RoleName } from '../src/state/state.ts'

function stateOf(code: string, role: RoleName = 'weight'): LabState {
  const usual = defaultsOf('chapter')
  return { ...usual, init: { ...usual.init, [role]: { name: 'custom', code } } }
}

async function weightOf(code: string): Promise<number[]> {
  const { network } = await startNetwork(stateOf(code))
  return [...(network.net.parameters().get('0.weight')?.data.toArray() ?? [])].map(Number)
}

async function problemOf(state: LabState): Promise<ProblemError['problems'][number] | undefined> {
  const error: unknown = await startNetwork(state).catch((thrown: unknown) => thrown)
  return error instanceof ProblemError ? error.problems[0] : undefined
}

describe('code that a reader typed', () => {
  const sizes = [...Array.from({ length: 32 }, () => 2)]

  it.each([
    ['an arrow function', '(request) => backend.full(request.shape, 2)'],
    [
      'an arrow function with a body',
      '(r) => {\n  const two = 2 // as many\n  return r.backend.full(r.shape, two)\n}',
    ],
    ['a function', 'function mine(request) { return constant(2)(request) }'],
    ['a body', 'const two = 2\nreturn backend.full(request.shape, two)'],
    ['an initializer', 'constant(2)'],
    ['a value', 'backend.full(request.shape, 2)'],
    ['a typed array', '({ shape }) => new Float32Array(shape[0] * shape[1]).fill(2)'],
    ['with a comment at its end', '(request) => constant(2)(request) // two'],
  ])('is %s', async (_, code) => {
    expect((await weightOf(code)).slice(0, 8)).toEqual(sizes.slice(0, 8))
  })

  it('draws from the stream of the parameter', async () => {
    const own = await weightOf('() => rng.normal(new Float32Array(request.shape[0] * request.shape[1]))')
    const usual = { ...defaultsOf('chapter').init, weight: { name: 'normal', options: {} } }
    const { network } = await startNetwork({ ...defaultsOf('chapter'), init: usual })
    expect(own).toEqual([...(network.net.parameters().get('0.weight')?.data.toArray() ?? [])])
    expect(new Set(own).size).toBe(32)
  })

  it.each([
    ['nonsense', 'nonsense', /nonsense is not defined/],
    ['what does not compile', '(request) => {', /^SyntaxError: /],
    ['a body that does not compile', 'const = 1; return 2', /^SyntaxError: /],
    [
      'what throws',
      "() => { throw new Error('too bad') }",
      /^0\.weight: expected custom to return a tensor, got Error: too bad$/,
    ],
    ['what throws no error', '() => { throw 7 }', /got 7/],
    [
      'another shape',
      '() => backend.zeros([4, 8])',
      /^0\.weight: expected custom to return shape \[8, 4\], got \[4, 8\]/,
    ],
    ['too few numbers', '() => new Float32Array(3)', /^0\.weight: expected .*32.*3/],
    ['no values', '() => "zeros"', /expected custom to return a tensor, got "zeros"/],
    ['nothing', '', /expected custom to return a tensor, got undefined/],
    ['a promise', 'async () => 1', /expected custom to return a tensor, got a promise/],
    ['NaN', '({ shape }) => backend.full(shape, NaN)', /expected numbers, got NaN at element 0/],
    ['infinity', '() => new Float32Array(32).fill(1 / 0, 5)', /expected numbers, got Infinity at element 5/],
    ['a module', "() => import('node:fs')", /expected code without import/],
  ])('that gives %s is told what is wrong, where it was typed', async (_, code, text) => {
    expect(await problemOf(stateOf(code))).toEqual({ field: 'weight', text: expect.stringMatching(text) })
  })

  it('is told at its own role', async () => {
    expect(await problemOf(stateOf('() => 1', 'bias'))).toMatchObject({ field: 'bias' })
    const usual = defaultsOf('transformer')
    const init = { ...usual.init, embedding: { name: 'custom', code: '() => 1' } } as const
    expect(await problemOf({ ...usual, init })).toMatchObject({ field: 'embedding' })
  })
})
