import { cpu } from '@nn/backend-cpu'
import { openNpz, openSafetensors } from '@nn/io'
import { toPython } from '@nn/layers'
import { describe, expect, it } from 'vitest'
import { exportWeights } from '../src/export/export-weights.ts'
import { decodeState } from '../src/link/codec.ts'
import { startNetwork } from '../src/networks/start-network.ts'
import { defaultsOf } from '../src/state/defaults.ts'
import { ProblemError } from '../src/state/problem.ts'
import { STATES } from './states.ts'

describe.each(STATES)('the weights of $name', ({ state, hash }) => {
  it('are read back from safetensors, with the link that they come from', async () => {
    const bytes = await exportWeights(state, 'safetensors')
    const file = await openSafetensors(bytes)
    expect(file.metadata.get('state')).toBe(`#${hash}`)
    expect(decodeState(hash).state).toEqual(state)
    const { network } = await startNetwork(state)
    const read = [...(await file.readAll(cpu)).values()]
    const sizes = (tensors: Iterable<{ readonly size: number }>) =>
      [...tensors].reduce((sum, { size }) => sum + size, 0)
    expect(sizes(read)).toBe(sizes(network.net.stateDict().values()))
  })

  it('are the same in npz', async () => {
    const file = await openSafetensors(await exportWeights(state, 'safetensors'))
    const archive = await openNpz(await exportWeights(state, 'npz'))
    const one = await file.readAll(cpu)
    const other = await archive.readAll(cpu)
    expect([...other.keys()].sort()).toEqual([...one.keys()].sort())
    for (const [name, tensor] of one) expect(other.get(name)?.equals(tensor)).toBe(true)
  })
})

describe('names of weights', () => {
  const namesOf = async (dialect: 'none' | 'torch' | 'keras' | 'flax' | 'mxnet'): Promise<string[]> => {
    const bytes = await exportWeights({ ...defaultsOf('chapter'), dialect }, 'safetensors')
    return [...(await openSafetensors(bytes)).tensors.keys()].sort()
  }

  it("are those of the dialect's framework, without one PyTorch's", async () => {
    const torch = ['0.bias', '0.weight', '2.bias', '2.weight']
    expect(await namesOf('none')).toEqual(torch)
    expect(await namesOf('torch')).toEqual(torch)
    expect(await namesOf('keras')).toEqual([
      'sequential/dense/bias',
      'sequential/dense/kernel',
      'sequential/dense_1/bias',
      'sequential/dense_1/kernel',
    ])
    expect(await namesOf('flax')).toEqual([
      'Dense_0.bias',
      'Dense_0.kernel',
      'Dense_1.bias',
      'Dense_1.kernel',
    ])
    expect(await namesOf('mxnet')).toEqual(['dense0_bias', 'dense0_weight', 'dense1_bias', 'dense1_weight'])
  })

  it('go with the layout: kernels of Keras are [in, out]', async () => {
    const state = { ...defaultsOf('chapter'), dialect: 'keras' } as const
    const { network } = await startNetwork(state)
    const file = await openSafetensors(await exportWeights(state, 'safetensors'))
    const kernel = await file.tensor('sequential/dense/kernel', cpu)
    expect(kernel.shape).toEqual([4, 8])
    expect(kernel.transpose().toNested()).toEqual(network.net.parameters().get('0.weight')?.data.toNested())
  })

  it("of PyTorch's transformer are those of its modules", async () => {
    const state = { ...defaultsOf('transformer'), dialect: 'torch' } as const
    const { network } = await startNetwork(state)
    const file = await openSafetensors(await exportWeights(state, 'safetensors'))
    expect([...file.tensors.keys()].sort()).toEqual([...toPython(network.net.stateDict()).keys()].sort())
    expect([...file.tensors.keys()]).toContain('encoder.layers.0.self_attn.in_proj_weight')
  })
})

it('a state that starts no network is a problem, not a file', async () => {
  const state = defaultsOf('mlp')
  const init = { ...state.init, weight: { name: 'dirac', options: {} } }
  await expect(exportWeights({ ...state, init }, 'npz')).rejects.toThrow(ProblemError)
})
