import { cpu, cpuPlain } from '@nn/backend-cpu'
import type { Backend, Tensor } from '@nn/tensor'
import { describe, expect, test } from 'vitest'
import { grad, valueAndGrad } from '../src/index.ts'
import { randomInputs, runProgram, STEPS } from './random-program.ts'
import { compareProgram, compareSlope, type Gradients, numberOf, sumOfProducts } from './slope.ts'

const PROGRAMS = 300

const makeOn = (backend: Backend) => (data: Float64Array, shape: readonly number[]) =>
  backend.tensor(data, { shape, dtype: 'float64' })

const gradientsOf: Gradients = (fn, inputs) => {
  const by = Object.fromEntries(inputs.map((x, i) => [String(i), x]))
  return [...valueAndGrad(by, () => fn(...inputs), { allowUnused: true }).gradients.values()]
}

const seeds = Array.from({ length: PROGRAMS }, (_, seed) => seed)

describe.each([cpu, cpuPlain])('random programs on $name', (backend) => {
  test('have the slopes that differences show', () => {
    const compared = seeds.map((seed) => ({
      seed,
      slope: compareProgram(seed, makeOn(backend), gradientsOf),
    }))
    const wrong = compared.filter(({ slope }) => slope !== undefined && !(slope.error < 2e-5))
    expect(wrong).toEqual([])
    expect(compared.filter(({ slope }) => slope !== undefined).length).toBeGreaterThan(0.8 * seeds.length)
  })
})

test('random programs take every kind of step', () => {
  const used = new Map<string, number>()
  for (const seed of seeds) runProgram(seed, randomInputs(seed * 7 + 3, makeOn(cpu)), { used })
  expect(Object.keys(STEPS).filter((name) => !used.has(name))).toEqual([])
})

test('random programs have the same value whether gradients are recorded or not', () => {
  for (const seed of seeds.slice(0, 100)) {
    const inputs = () => randomInputs(seed * 7 + 3, makeOn(cpu))
    const xs = inputs()
    const by = Object.fromEntries(xs.map((x, i) => [String(i), x]))
    const { value } = valueAndGrad(by, () => runProgram(seed, xs), { allowUnused: true })
    expect(value.item()).toBe(runProgram(seed, inputs()).item())
  }
})

test('random programs have second derivatives that differences show', () => {
  const compared = seeds.slice(0, Math.ceil(PROGRAMS / 5)).map((seed) => {
    const make = makeOn(cpu)
    const inputs = randomInputs(seed * 7 + 3, make)
    const direction = randomInputs(seed * 7 + 4, make)
    const fn = (...xs: Tensor[]): Tensor => runProgram(seed, xs)
    const slopeAt = (...xs: Tensor[]): Tensor =>
      sumOfProducts(
        gradientsOf(
          fn,
          xs.map((x) => x.clone()),
        ),
        direction,
      )
    const second = sumOfProducts(
      gradientsOf(
        slopeAt,
        inputs.map((x) => x.clone()),
      ),
      direction,
    )
    const at = (distance: number): number =>
      numberOf(slopeAt(...inputs.map((x, i) => x.add((direction[i] ?? x).mul(distance)))))
    return { seed, slope: compareSlope(numberOf(second), at) }
  })
  expect(compared.filter(({ slope }) => slope !== undefined && !(slope.error < 2e-5))).toEqual([])
  expect(compared.filter(({ slope }) => slope !== undefined).length).toBeGreaterThan(0.6 * compared.length)
})

test('a gradient of a gradient follows the function, not the tape of the first', () => {
  const cubes = grad((t) => t.pow(3).sum())
  const x = cpu.tensor([1, 2], { dtype: 'float64' })
  expect(grad((t) => cubes(t).sum())(x).toNested()).toEqual([6, 12])
  expect(grad((t) => grad((u) => cubes(u).sum())(t).sum())(x).toNested()).toEqual([6, 6])
})

/** Shapes at which kernels run in SIMD. */
const LARGE = [[70], [40, 70], [3, 40, 70], []]

/** The slope along a direction of a program on large inputs, and the sum of the sizes of its terms. */
function slopeOfLarge(seed: number, backend: Backend, dtype: 'float32' | 'float64') {
  const make = (data: Float64Array, shape: readonly number[]) =>
    backend.tensor(Float32Array.from(data), { shape }).cast(dtype)
  const inputs = randomInputs(seed * 7 + 3, make, LARGE)
  const direction = randomInputs(seed * 7 + 4, make, LARGE)
  const gradients = gradientsOf((...xs) => runProgram(seed, xs, { most: 30_000 }), inputs)
  const terms = gradients.map((g, i) => g.mul(direction[i] ?? g).cast('float64'))
  return {
    slope: numberOf(terms.map((x) => x.sum()).reduce((sum, x) => sum.add(x))),
    size: numberOf(terms.map((x) => x.abs().sum()).reduce((sum, x) => sum.add(x))),
  }
}

test('random programs at sizes of SIMD have the slopes of plain kernels, and but for ties those of double precision', () => {
  const compared = seeds.map((seed) => {
    const [simd, plain] = [cpu, cpuPlain].map((backend) => slopeOfLarge(seed, backend, 'float32').slope)
    const exact = slopeOfLarge(seed, cpuPlain, 'float64')
    const distance = (slope = Number.NaN): number => Math.abs(slope - exact.slope) / exact.size
    return { seed, kernels: Math.abs((simd ?? 0) - (plain ?? 0)) / exact.size, rounding: distance(simd) }
  })
  expect(compared.filter(({ kernels }) => !(kernels < 1e-6))).toEqual([])
  // What is least in double precision may be equal to another in float32.
  expect(compared.filter(({ rounding }) => !(rounding < 1e-6)).length).toBeLessThan(0.03 * seeds.length)
})
