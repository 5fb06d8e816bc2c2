import { describe, expect, it } from 'vitest'
import { runForward } from '../src/frameworks/forward/forward.ts'
import { type ForwardCase, numbersOf } from '../src/frameworks/forward/tensor.ts'
import { readGolden } from '../src/golden/golden.ts'
import { runFile } from '../src/run.ts'

const file = readGolden(new URL('../golden/forward.json', import.meta.url).pathname)
const find = (id: string): ForwardCase => file.forward!.find((golden) => golden.id === id)!

/** The verdict's first problem, if there is one. */
function problemOf(golden: ForwardCase): string | undefined {
  return runFile({ ...file, forward: [golden] })[0]!.problems[0]
}

function base64(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64')
}

describe('forward results', () => {
  it('are compared for every case of the file', () => {
    expect(file.forward).toHaveLength(238)
    const compared = file.forward!.map((golden) => runForward(golden))
    expect(compared.every((comparisons) => comparisons.length > 0)).toBe(true)
  })

  it('are rejected beyond the tolerance, and where a value or a shape differs', () => {
    const golden = find('linear_out1')
    const [output] = golden.outputs
    expect(problemOf(golden)).toBeUndefined()
    const values = numbersOf(output!)
    const off = (share: number) => {
      const bound = golden.tolerance_abs + golden.tolerance_rel * Math.abs(values[2]!)
      return { ...output!, f32_base64: base64(values.with(2, values[2]! + share * bound)) }
    }
    expect(problemOf({ ...golden, outputs: [off(0.8)] })).toBeUndefined()
    expect(problemOf({ ...golden, outputs: [off(1.2)] })).toMatch(/^outputs\[0\]: element 2: expected/)
    const zeros = { ...output!, f32_base64: base64(new Array(6).fill(0)) }
    expect(problemOf({ ...golden, outputs: [zeros] })).toMatch(/^outputs\[0\]: element 0: expected 0, got/)
    const wide = { ...output!, shape: [1, 6] }
    expect(problemOf({ ...golden, outputs: [wide] })).toBe('outputs[0]: expected shape [1,6], got [6,1]')
    expect(problemOf({ ...golden, outputs: [output!, output!] })).toBe('outputs[1]: not computed')
    expect(problemOf({ ...golden, outputs: [] })).toBe('expected 0 results, got 1')
  })

  it('are rejected where other weights, buffers or modes give others', () => {
    const golden = find('bn1d_train_2d')
    expect(problemOf(golden)).toBeUndefined()
    expect(problemOf({ ...golden, mode: 'eval' })).toMatch(/^outputs\[0\]/)
    const after = { ...golden.state_after!, running_mean: golden.state!.running_mean! }
    expect(problemOf({ ...golden, state_after: after })).toMatch(/^state_after.running_mean: element/)
    const { bias, ...rest } = golden.state!
    expect(bias).toBeDefined()
    expect(problemOf({ ...golden, state: rest })).toMatch(/missing/)
  })

  it('need a layer and arguments that are known', () => {
    const golden = find('linear_out1')
    expect(problemOf({ ...golden, layer: 'torch.nn.Fold' })).toBe('no adapter for the layer torch.nn.Fold')
    expect(problemOf({ ...golden, args: { ...golden.args, device: 'cpu' } })).toBe(
      'arguments that the adapter does not handle: device',
    )
    expect(problemOf({ ...golden, call: { fast: true } })).toBe(
      'arguments that the adapter does not handle: fast',
    )
  })
})
