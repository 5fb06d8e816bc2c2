import { cpu } from '@nn/backend-cpu'
import { constant, type InitLike, masked, normal, orthogonal, sparse, truncatedNormal } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, Embedding, type MaterializeProgress, materializeAsync, Sequential } from '../src/index.ts'

const build = (init: InitLike) =>
  new Sequential({
    table: new Embedding(700, 1000, { paddingIndex: 600 }),
    up: new Dense(600, { inUnits: 1000, dtype: 'float64' }),
    down: new Dense(50, { inUnits: 600, weightInit: init }),
  })

const started = (init: InitLike = normal()) => {
  const net = build(init)
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

declare const setTimeout: (then: () => void) => unknown
const turn = () => new Promise<void>((resolve) => setTimeout(resolve))

/** As an AbortController's signal. */
const signalOf = (reason: () => string | undefined) => ({
  throwIfAborted: () => {
    const why = reason()
    if (why !== undefined) throw new Error(why)
  },
})

describe('materializeAsync', () => {
  it.each([
    ['normal', normal({ std: 0.02 })],
    ['truncatedNormal', truncatedNormal()],
    ['masked', masked(normal(), { keep: 0.2 })],
    ['orthogonal', orthogonal()],
    ['sparse', sparse({ sparsity: 0.9 })],
    ['constant', constant(3)],
  ])('gives the bits of materialize, %s', async (_, init) => {
    const net = build(init)
    net.initialize({ init, rng: createRng(42), backend: cpu })
    const whole = net.clone().materialize()
    expect(await materializeAsync(net)).toBe(net)
    for (const [path, { data, isMaterialized }] of net.parameters()) {
      expect(isMaterialized).toBe(true)
      expect(data.equals(whole.parameters().get(path)?.data ?? data.neg()), path).toBe(true)
      expect(data.dtype).toBe(whole.parameters().get(path)?.data.dtype)
    }
    expect(net.layers.table.weight.data.at(600).eq(0).all().item()).toBe(true)
  })

  it('lets others run between slices, and says how far it is', async () => {
    const seen: MaterializeProgress[] = []
    let turns = 0
    const run = materializeAsync(started(), { onProgress: (progress) => seen.push(progress) })
    const isDone = run.then(() => true)
    while (!(await Promise.race([isDone, turn()]))) turns++
    expect(turns).toBeGreaterThan(1)
    const total = 700_000 + 600_000 + 30_000 // zeros are there at once
    expect(seen.every((one) => one.total === total)).toBe(true)
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b))
    expect(seen.filter(({ path }) => path === 'table.weight')).toHaveLength(3)
    expect(seen.at(-1)?.done).toBe(total)
  })

  it('draws nothing twice: what is there already, and a network that waits for nothing', async () => {
    const net = started().materialize()
    const { data } = net.layers.up.weight
    const seen: unknown[] = []
    await materializeAsync(net, { onProgress: (progress) => seen.push(progress) })
    expect(seen).toEqual([])
    expect(net.layers.up.weight.data).toBe(data)
  })

  it.each<[string, (net: ReturnType<typeof started>) => void]>([
    ['read', (net) => net.layers.table.weight.data.fill_(1)],
    ['loaded', (net) => net.loadStateDict({ 'table.weight': cpu.ones([700, 1000]) }, { strict: false })],
    [
      'initialised',
      (net) => net.layers.table.weight.initialize({ init: () => cpu.ones([700, 1000]), forceReinit: true }),
    ],
  ])('keeps what is %s meanwhile', async (_, change) => {
    const net = started()
    const seen: number[] = []
    await materializeAsync(net, {
      onProgress: ({ path, done, total }) => {
        if (seen.length === 0) change(net)
        seen.push(done / total)
        expect(seen.length > 1 || path === 'table.weight').toBe(true)
      },
    })
    const { data } = net.layers.table.weight
    expect(data.slice([0, 600]).eq(1).all().item()).toBe(true)
    expect(seen.at(-1)).toBe(1)
  })

  it('ends where a signal says so: what is whole stays, the rest comes when it is read', async () => {
    const whole = started().materialize()
    const net = started()
    let why: string | undefined
    const signal = signalOf(() => why)
    const onProgress = ({ path }: MaterializeProgress) => {
      if (path === 'up.weight') why = 'enough'
    }
    await expect(materializeAsync(net, { onProgress, signal })).rejects.toThrow('enough')
    expect(net.layers.table.weight.isMaterialized).toBe(true)
    expect(net.layers.up.weight.isMaterialized).toBe(false)
    expect(net.layers.up.weight.data.equals(whole.layers.up.weight.data)).toBe(true)
    await expect(materializeAsync(started(), { signal: signalOf(() => 'before') })).rejects.toThrow('before')
  })

  it('refuses what has no values to come, and wrong options', async () => {
    const dense = new Dense(2, { inUnits: 2 })
    await expect(materializeAsync(dense)).rejects.toThrow(
      /weight: expected values, got a parameter that is declared only/,
    )
    const net = started()
    await expect(materializeAsync(null as never)).rejects.toThrow(
      /^materializeAsync: expected a module, got null$/,
    )
    await expect(materializeAsync(net, { onprogress: () => {} } as never)).rejects.toThrow(
      /did you mean "onProgress"/,
    )
    await expect(materializeAsync(net, { onProgress: 1 as never })).rejects.toThrow(
      /onProgress to be a function, got 1/,
    )
    await expect(materializeAsync(net, { signal: {} as never })).rejects.toThrow(
      /signal to be an AbortSignal, got/,
    )
    expect(net.layers.up.weight.isMaterialized).toBe(false)
  })
})
