import { cpu } from '@nn/backend-cpu'
import {
  deltaOrthogonal,
  type InitLike,
  kaimingNormal,
  lecunNormal,
  normal,
  orthogonal,
  scaled,
  xavierNormal,
  xavierUniform,
  zeros,
} from '@nn/init'
import { fixup } from '@nn/init/recipes'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  type Activation,
  BatchNorm,
  Conv1d,
  Dense,
  Dropout,
  Flatten,
  LayerNorm,
  type PropagationReport,
  propagation,
  Relu,
  Residual,
  relu,
  Sequential,
  selu,
  tanh,
} from '../src/index.ts'

const DEPTH = 50
const WIDTH = 256

/** A loss whose gradient by each element of the result is a N(0, 1) of its own. */
function noisy(seed: number): (y: Tensor) => Tensor {
  return (y) => y.mul(y.backend.normal(createRng(seed), y.shape)).sum()
}

function deep(weightInit: InitLike, activation?: Activation): PropagationReport {
  const layers = Array.from(
    { length: DEPTH },
    () => new Dense(WIDTH, { inUnits: WIDTH, weightInit, activation }),
  )
  const net = new Sequential(...layers)
  net.initialize({ rng: createRng(42), backend: cpu })
  return propagation(net, cpu.normal(createRng(7), [64, WIDTH]), noisy(3))
}

/** The largest factor between what is measured and what is predicted, over all layers. */
function worst(report: PropagationReport, direction: 'activations' | 'gradients'): number {
  return Math.max(
    ...report.rows.map(({ [direction]: { rms, predicted = 0 } }) =>
      Math.max(rms / predicted, predicted / rms),
    ),
  )
}

/** The second moment at the far end in units of that at the near one. */
function kept(report: PropagationReport, direction: 'activations' | 'gradients'): number {
  const [first, last] = [report.rows.at(0), report.rows.at(-1)].map((row) => (row?.[direction].rms ?? 0) ** 2)
  return direction === 'activations' ? (last ?? 0) / (first ?? 1) : (first ?? 0) / (last ?? 1)
}

describe('at a depth of 50, the second moment is kept', () => {
  const keeping: readonly (readonly [string, InitLike, Activation | undefined])[] = [
    ['Xavier, uniform, of linear layers', xavierUniform(), undefined],
    ['Xavier, normal, of linear layers', xavierNormal(), undefined],
    ['LeCun of linear layers', lecunNormal(), undefined],
    ['Kaiming with relu', kaimingNormal(), relu],
    ['Kaiming by fanOut with relu', kaimingNormal({ mode: 'fanOut' }), relu],
    ['orthogonal of linear layers', orthogonal(), undefined],
  ]

  it.each(keeping)('forwards and backwards by %s', (name, init, activation) => {
    const report = deep(init, activation)
    const bound = name.startsWith('orthogonal') ? 1.001 : 4
    for (const direction of ['activations', 'gradients'] as const) {
      const factor = kept(report, direction)
      expect(Math.max(factor, 1 / factor)).toBeLessThan(bound)
      expect(worst(report, direction)).toBeLessThan(bound)
    }
  })

  it('predicts that Kaiming keeps gradients through relu: half of the slopes are 1, although they jump at 0', () => {
    const rows = deep(kaimingNormal(), relu).rows.map(({ gradients }) => gradients.predicted ?? 0)
    for (const predicted of rows) expect(predicted / (rows.at(-1) ?? 0)).toBeCloseTo(1, 5)
  })

  const losing: readonly (readonly [string, InitLike, Activation | undefined])[] = [
    ['Xavier with relu', xavierNormal(), relu],
    ['N(0, 0.03²) with tanh', normal({ std: 0.03 }), tanh],
    ['Kaiming of linear layers', kaimingNormal(), undefined],
  ]

  it.each(losing)('and is lost by %s, as it is predicted', (_, init, activation) => {
    const report = deep(init, activation)
    for (const direction of ['activations', 'gradients'] as const) {
      const factor = kept(report, direction)
      expect(Math.max(factor, 1 / factor)).toBeGreaterThan(1e6)
      expect(worst(report, direction)).toBeLessThan(10)
    }
  })

  it('by deltaOrthogonal of convolutions, exactly, where it sees no border', () => {
    const layers = Array.from(
      { length: DEPTH },
      () => new Conv1d(16, 3, { inChannels: 16, padding: 1, weightInit: deltaOrthogonal() }),
    )
    const net = new Sequential(...layers)
    net.initialize({ rng: createRng(42), backend: cpu })
    const report = propagation(net, cpu.normal(createRng(7), [8, 16, 20]), noisy(3))
    for (const direction of ['activations', 'gradients'] as const)
      expect(Math.abs(kept(report, direction) - 1)).toBeLessThan(1e-4)
  })

  it('forwards by LeCun with selu, whose gradients grow as it is predicted', () => {
    const report = deep(lecunNormal(), selu)
    expect(kept(report, 'activations')).toBeGreaterThan(0.5)
    expect(kept(report, 'activations')).toBeLessThan(2)
    expect(worst(report, 'gradients')).toBeLessThan(2)
    expect(report.rows[0]?.gradients.predicted).toBeCloseTo(
      (report.rows.at(-1)?.gradients.rms ?? 0) * 1.0359 ** 49,
      0,
    )
  })

  it('by Fixup of residual blocks, exactly, where He’s law alone doubles it with each block', () => {
    const identity = (x: Tensor): Tensor => x.mul(1)
    const run = (recipe?: ReturnType<typeof fixup>): PropagationReport => {
      const block = (): Residual =>
        new Residual(
          new Sequential(
            new Dense(WIDTH, { inUnits: WIDTH, activation: relu }),
            new Dense(WIDTH, { inUnits: WIDTH }),
          ),
        )
      const net = new Sequential(...Array.from({ length: DEPTH / 2 }, block), identity)
      net.initialize({
        rng: createRng(42),
        backend: cpu,
        ...(recipe ? { recipe } : { init: kaimingNormal() }),
      })
      return propagation(net, cpu.normal(createRng(7), [16, WIDTH]), noisy(3))
    }
    const lastOf = (report: PropagationReport): number => report.rows.at(-1)?.activations.rms ?? 0
    expect(lastOf(run())).toBeGreaterThan(1e4)
    expect(lastOf(run(fixup({ roles: { residualOut: '*.inner.1.weight' } })))).toBeCloseTo(1, 1)
  })
})

describe('propagation', () => {
  const net = (): Sequential<readonly [Flatten, Dense, Relu, LayerNorm, Dense]> =>
    new Sequential(
      new Flatten(),
      new Dense(300, { inUnits: 200, weightInit: scaled(lecunNormal(), 3) }),
      new Relu(),
      new LayerNorm({ shape: 300 }),
      new Dense(10, { inUnits: 300, weightInit: lecunNormal(), biasInit: normal({ std: 1 }) }),
    )

  it('predicts chains of linear layers, activations, norms and what only arranges', () => {
    const model = net()
    model.initialize({ rng: createRng(1), backend: cpu })
    const report = propagation(model, cpu.normal(createRng(2), [100, 10, 20]), noisy(5))
    expect(report.rows.map(({ layer }) => layer)).toEqual(['Flatten', 'Dense', 'Relu', 'LayerNorm', 'Dense'])
    const predicted = report.rows.map(({ activations }) => activations.predicted ?? 0)
    expect(predicted.slice(1)).toEqual([3, Math.sqrt(4.5), 1, Math.SQRT2].map((n) => expect.closeTo(n, 1)))
    expect(worst(report, 'activations')).toBeLessThan(1.3)
    expect(worst(report, 'gradients')).toBeLessThan(1.3)
    expect(String(report).split('\n')[0]).toMatch(
      /^path +layer +mean +std +rms +predicted +gradient std +rms +predicted$/,
    )
  })

  it('sees functions among layers, and says nothing behind a branch', () => {
    const model = new Sequential(
      new Dense(64, { inUnits: 64 }),
      relu,
      new Residual(new Dense(64, { inUnits: 64 })),
      new Dense(2, { inUnits: 64 }),
    )
    model.initialize({ rng: createRng(1), backend: cpu })
    const { rows } = propagation(model, cpu.normal(createRng(2), [8, 64]), (y) => y.square().mean())
    expect(rows.map(({ path, layer }) => [path, layer])).toEqual([
      ['0', 'Dense'],
      ['1', 'relu'],
      ['2.inner', 'Dense'],
      ['3', 'Dense'],
    ])
    expect(rows[1]?.activations.predicted).toBeGreaterThan(0)
    expect(rows[3]?.activations.predicted).toBeUndefined()
    expect(rows[2]?.gradients.predicted).toBeUndefined()
  })

  it('leaves the network as it was, also when its forward throws', () => {
    const model = net()
    model.initialize({ rng: createRng(1), backend: cpu })
    const before = model.stateDict()
    const copies = new Map([...before].map(([path, x]) => [path, x.clone()]))
    const { layers } = model
    expect(() => propagation(model, cpu.ones([2, 3]), (y) => y.sum())).toThrow('expected an input')
    propagation(model, cpu.ones([2, 200]), (y) => y.sum())
    for (const [path, x] of model.stateDict()) expect(x.equals(copies.get(path) as Tensor)).toBe(true)
    expect(model.layers).toBe(layers)
    expect(Object.hasOwn(model.layers[1], 'forward')).toBe(false)
  })

  it('works on frozen networks, and in evaluation', () => {
    const model = new Sequential(
      new Dense(4, { inUnits: 4 }),
      new BatchNorm({ channels: 4 }),
      new Dropout(0.5),
    ).eval()
    model.initialize({ rng: createRng(1), backend: cpu })
    model.freeze()
    const { rows } = propagation(model, cpu.normal(createRng(2), [8, 4]), (y) => y.square().sum())
    expect(rows).toHaveLength(3)
    expect(rows.every(({ gradients }) => gradients.rms > 0)).toBe(true)
  })

  it('of a network of zeros is zero, not NaN', () => {
    const model = new Sequential(
      new Dense(4, { inUnits: 4, weightInit: zeros(), activation: tanh }),
      new Dense(1, { inUnits: 4 }),
    )
    model.initialize({ rng: createRng(1), backend: cpu })
    const { rows } = propagation(model, cpu.ones([2, 4]), (y) => y.sum())
    expect(rows[0]?.activations).toEqual({ mean: 0, std: 0, rms: 0, predicted: 0 })
  })

  it('refuses what is no network, no batch or no loss', () => {
    const model = net()
    model.initialize({ rng: createRng(1), backend: cpu })
    const x = cpu.ones([2, 200])
    expect(() => propagation(3 as never, x, (y) => y.sum())).toThrow('propagation: expected a module, got 3')
    expect(() => propagation(model, [1] as never, (y) => y.sum())).toThrow('expected a tensor as the batch')
    expect(() => propagation(model, x, 3 as never)).toThrow(
      'expected a function of the result as the loss, got 3',
    )
    expect(() => propagation(model, x, (y) => y)).toThrow(
      'expected the function to return a tensor of one number',
    )
  })
})
