import { cpu } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { camelCase, fromPython, Module, Parameter, snakeCase, toPython } from '@nn/layers'
import { describe, expect, it } from 'vitest'
import { readGolden } from '../src/golden/golden.ts'

const models = ['torch-models', 'torch-libraries'].flatMap(
  (name) => readGolden(new URL(`../golden/${name}.json`, import.meta.url).pathname).models ?? [],
)
const named = models.map(({ id, parameters, buffers = [], tied = [] }) => ({
  id,
  names: [...new Set([...[...parameters, ...buffers].map(({ name }) => name), ...tied.flat()])],
}))

/** A module whose fields have Python's names. */
class Node extends Module {
  [name: string]: unknown

  override forward(): never {
    throw new Error('a tree of names')
  }
}

/** A model that declares names. */
function declaring(names: readonly string[]): Module {
  const root = new Node()
  for (const name of names) {
    const path = name.split('.')
    const leaf = path.pop() ?? ''
    let node = root
    for (const part of path) {
      node[part] ??= new Node()
      node = node[part] as Node
    }
    node[leaf] = new Parameter({ shape: [], role: 'other', init: zeros() })
  }
  return root
}

describe.each(named)('the names of $id', ({ names }) => {
  it('come back, each by itself', () => {
    for (const name of names) expect(snakeCase(camelCase(name))).toBe(name)
  })

  it('are read and written as a state dict by the model that declares them', () => {
    const net = declaring(names)
    const state = new Map(names.map((name, i) => [name, cpu.tensor([i]).reshape([])]))
    expect(net.loadStateDict(fromPython(net, state)).loaded).toHaveLength(names.length)
    const written = toPython(net.stateDict())
    expect([...written.keys()].sort()).toEqual([...names].sort())
    for (const [i, name] of names.entries()) expect(written.get(name)?.item()).toBe(i)
  })

  it('are read by one that writes them in camelCase', () => {
    const net = declaring(names.map(camelCase))
    const state = new Map(names.map((name, i) => [name, cpu.tensor([i]).reshape([])]))
    net.loadStateDict(fromPython(net, state))
    expect([...toPython(net.stateDict()).keys()].sort()).toEqual([...names].sort())
  })
})
