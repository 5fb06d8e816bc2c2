import { describe, expect, it } from 'vitest'
import { type Manifest, readManifests } from '../src/frameworks/files/manifest.ts'
import { runFiles } from '../src/run.ts'

const fixtures = new URL('../../../packages/io/test/fixtures/', import.meta.url).pathname
const read = (name: string): Manifest[] => readManifests(`${fixtures}${name}`)!
const failuresOf = async (manifest: Manifest) =>
  (await runFiles(manifest))
    .filter(({ status }) => status === 'failed')
    .map(({ id, problems }) => [id, problems[0]])

describe('folders of files', () => {
  it.each([
    ['safetensors', 26, 100],
    ['npy', 74, 97],
  ])('of %s agree with their manifests', async (name, good, odd) => {
    const manifests = read(name)
    expect(manifests.map((manifest) => manifest.good.length + manifest.odd.length)).toEqual([good, odd])
    for (const manifest of manifests) expect(await failuresOf(manifest)).toEqual([])
  })

  it('are other paths than those of golden files', () => {
    expect(readManifests('golden/torch.json')).toBeUndefined()
    expect(() => readManifests(import.meta.dirname)).toThrow('expected a manifest.json, got none')
    expect(() => readManifests(`${fixtures}missing-manifest.json`)).toThrow(
      'expected a manifest.json, got none',
    )
  })
})

describe('a manifest that says something else', () => {
  const [good, odd] = read('safetensors') as [Manifest, Manifest]
  const lenet = good.good.find(({ file }) => file === 'lenet.safetensors')!
  const [name, described] = Object.entries(lenet.tensors)[0]!
  const withTensors = (tensors: (typeof lenet)['tensors']) => ({ ...good, good: [{ ...lenet, tensors }] })

  it('of elements fails', async () => {
    const changed = { ...lenet.tensors, [name]: { ...described, sha256: '0' } }
    expect(await failuresOf(withTensors(changed))).toEqual([[lenet.file, `${name}: sha256 differs`]])
  })

  it('of dtype or shape fails', async () => {
    const changed = { ...lenet.tensors, [name]: { ...described, dtype: 'F16' } }
    expect((await failuresOf(withTensors(changed)))[0]![1]).toContain(`${name}: expected F16 [`)
  })

  it('of names fails', async () => {
    const { [name]: _, ...rest } = lenet.tensors
    expect(await failuresOf(withTensors(rest))).toEqual([[lenet.file, `${name}: not expected`]])
    const more = { ...lenet.tensors, more: described }
    expect(await failuresOf(withTensors(more))).toEqual([[lenet.file, 'more: not in the file']])
  })

  it('of answers fails', async () => {
    const answers = (file: string, accepted: boolean) => ({
      ...odd,
      odd: [{ file: `${file}.safetensors`, answer: { accepted, tensors: {} } }],
    })
    const refused = await failuresOf(answers('hole_between', true))
    expect(refused[0]![1]).toContain('file: refused, and not by decision: safetensors: expected')
    expect((await failuresOf(answers('control_plain', false)))[0]![1]).toBe('w: expected to be refused')
  })
})
