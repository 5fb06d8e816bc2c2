import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { createRequest, kaimingNormal } from '../src/index.ts'
import { checkNeeds } from '../src/layer/index.ts'

describe('createRequest', () => {
  const rng = createRng(1)

  it('has defaults for what is not said', () => {
    const { path, shape, dtype, role, axes } = createRequest({ shape: [2], backend: cpu })
    expect({ path, shape, dtype, role, axes }).toEqual({
      path: 'request',
      shape: [2],
      dtype: 'float32',
      role: 'weight',
      axes: undefined,
    })
  })

  it('reads rng and fans from what was given', () => {
    const request = createRequest({ shape: [8, 4], backend: cpu, rng, axes: { out: 0, in: 1 } })
    expect(request.rng).toBe(rng)
    expect(request.fans).toEqual({ fanIn: 4, fanOut: 8 })
    const fans = { fanIn: 1, fanOut: 2 }
    expect(createRequest({ shape: [8, 4], backend: cpu, axes: { out: 0, in: 1 }, fans }).fans).toBe(fans)
  })

  it('refuses what is no stream and no fans', () => {
    const make = (spec: object) => () => createRequest({ shape: [2], backend: cpu, ...spec })
    expect(make({ rng: 42 })).toThrow(TypeError)
    expect(make({ rng: 42 })).toThrow(
      'request: expected rng to be a stream, got 42; pass { rng: createRng(42) }',
    )
    expect(make({ rng: null })).toThrow('request: expected rng to be a stream, got null')
    expect(make({ fans: { fanIn: 0, fanOut: 1 } })).toThrow('request: expected fanIn > 0, got 0')
  })
})

describe('checkNeeds', () => {
  const { needs } = kaimingNormal()
  const weight = { path: '0.weight', role: 'weight', axes: { out: 0, in: 1 }, rng: createRng(1) }

  it('lets pass what has all', () => {
    expect(() => checkNeeds(needs, weight)).not.toThrow()
    expect(() => checkNeeds([], { path: 'a', role: 'bias' })).not.toThrow()
  })

  it.each([
    [{ axes: undefined }, '0.weight: expected axes or fans for an initializer that scales by them'],
    [{ rng: undefined }, '0.weight: expected rng for a random initializer, got none'],
    [{ rng: 'x' as never }, '0.weight: expected rng to be a stream, got "x"'],
  ])('refuses %j', (given, message) => {
    expect(() => checkNeeds(needs, { ...weight, ...given })).toThrow(message)
  })
})
