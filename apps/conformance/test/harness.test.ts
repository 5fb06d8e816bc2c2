import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compare } from '../src/golden/compare.ts'
import { decode, patterns, ulpDistance } from '../src/golden/encode.ts'
import { type Expected, type GoldenCase, readGolden } from '../src/golden/golden.ts'
import { present } from '../src/golden/present.ts'
import { report, summary } from '../src/report.ts'
import { runFile } from '../src/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'conformance-'))

function file(content: string): string {
  const path = join(folder, 'case.json')
  writeFileSync(path, content)
  return path
}

function torchCase(change: Partial<GoldenCase>): GoldenCase {
  return {
    id: 'rand-0',
    op: 'torch.rand',
    args: {},
    seed: 42,
    shape: [2],
    dtype: 'float32',
    exact: true,
    values_hex: ['3f61dc66', '3f6a3db3'],
    ...change,
  }
}

function run(...cases: GoldenCase[]) {
  return runFile({ framework: 'torch', cases, vectors: undefined })
}

describe('comparison', () => {
  const expected: Expected = {
    shape: [2],
    dtype: 'float32',
    exact: true,
    values_hex: ['3f800000', '40000000'],
  }

  it('counts bits and units in the last place', () => {
    expect(compare(expected, Float32Array.of(1, 2))).toEqual({ values: 2, mismatchingBits: 0, ulp: 0 })
    const off = compare(expected, Float32Array.of(1, 2 + 2 ** -22))
    expect(off).toMatchObject({
      mismatchingBits: 1,
      ulp: 1,
      problem: 'element 1: expected 40000000, got 40000001',
    })
  })

  it.each<[string, Partial<Expected>, Float32Array, string]>([
    ['too few values', {}, Float32Array.of(1), 'expected 2 values of shape [2], got 1'],
    ['no values', { values_hex: undefined as never }, Float32Array.of(1, 2), 'the file holds neither values'],
    [
      'a short file',
      { values_hex: ['3f800000'] },
      Float32Array.of(1, 2),
      'the file holds 1 values for 2 elements',
    ],
    ['no tolerance', { exact: false }, Float32Array.of(1, 2), 'not exact, but gives no tolerance'],
    [
      'beyond the tolerance',
      { exact: false, tolerance_ulp: 1 },
      Float32Array.of(1, 2 + 2 ** -20),
      'element 1: 4 ULP',
    ],
    [
      'another hash',
      { values_hex: undefined as never, head_hex: ['3f800000'], tail_hex: ['40000000'], sha256: 'x' },
      Float32Array.of(1, 2),
      'sha256 differs',
    ],
    [
      'other statistics',
      { exact: false, tolerance_abs: 1e-6, stats: { mean: 1.5, std: 0.6, min: 1, max: 2 } },
      Float32Array.of(1, 2),
      'std: expected 0.6, got 0.5',
    ],
  ])('fails for %s', (_, change, values, problem) => {
    expect(compare({ ...expected, ...change }, values).problem).toContain(problem)
  })

  it('passes within a tolerance, and says how far', () => {
    const near = { ...expected, exact: false, tolerance_ulp: 4 }
    expect(compare(near, Float32Array.of(1, 2 + 2 ** -20))).toMatchObject({ ulp: 4 })
    expect(compare(near, Float32Array.of(1, 2 + 2 ** -20)).problem).toBeUndefined()
  })

  it('knows the bits of every type', () => {
    expect(patterns([1, -2, 2 ** -24, Infinity], 'float16')).toEqual([0x3c00n, 0xc000n, 1n, 0x7c00n])
    expect(patterns([1, -0, 2 ** -130], 'bfloat16')).toEqual([0x3f80n, 0x8000n, 8n])
    expect(patterns([-1n, 2n ** 63n - 1n], 'int64')).toEqual([2n ** 64n - 1n, 2n ** 63n - 1n])
    for (const [dtype, values] of Object.entries({
      float16: [1.5, 2 ** -20],
      bfloat16: [-3],
      float32: [0.1],
      int8: [-7],
    }))
      expect(
        patterns(dtype === 'float32' ? Float32Array.from(values) : values, dtype).map((bits) =>
          decode(bits, dtype),
        ),
      ).toEqual(values.map((value) => (dtype === 'float32' ? Math.fround(value) : value)))
    expect(ulpDistance(0x80000001n, 1n, 'float32')).toBe(2)
    expect(() => patterns([0.1], 'float16')).toThrow('expected a value that float16 holds exactly, got 0.1')
    expect(() => patterns([1, 2], 'float32')).toThrow('expected float32 values in an array of their own type')
    expect(() => patterns([1], 'complex64')).toThrow('expected a known dtype, got complex64')
  })
})

describe('verdicts', () => {
  it.each<[string, Partial<GoldenCase>, string]>([
    ['an unknown op', { op: 'torch.poisson' }, 'unknown op'],
    ['an unknown layer', { op: 'torch.nn.Fold' }, 'unknown op'],
    [
      'an argument that is not handled',
      { args: { out: 1 } },
      'arguments that the adapter does not handle: out',
    ],
    ['a wrong bit', { values_hex: ['3f61dc67', '3f6a3db3'] }, 'element 0: expected 3f61dc67, got 3f61dc66'],
    ['another dtype', { dtype: 'complex64' }, 'a dtype that is not known: complex64'],
    ['an unknown layout', { layout: 'sparse_csr' }, 'a layout that is not known: sparse_csr'],
    [
      'a missing result',
      { op: 'torch.nn.PReLU', tensors: [{ name: 'bias', shape: [1], dtype: 'float32', exact: true }] },
      'bias: not computed',
    ],
    [
      'a program that it cannot read',
      { op: 'flow.loop', code: 'b"x"' },
      'line 1: a construct that is not read: bytes',
    ],
  ])('fails for %s', (_, change, problem) => {
    const [verdict] = run(torchCase(change))
    expect(verdict).toMatchObject({ status: 'failed' })
    expect(verdict!.problems.join()).toContain(problem)
  })

  it('runs programs with layers', () => {
    const code = "torch.manual_seed(42)\nout = [('x', torch.rand(2)), ('w', nn.Linear(2, 1).weight)]"
    const tensors = [
      { name: 'x', shape: [2], dtype: 'float32', exact: true, values_hex: ['3f61dc66', '3f6a3db3'] },
      { name: 'w', shape: [1, 2], dtype: 'float32', exact: true, values_hex: ['be29a1a3', '3f264952'] },
    ]
    expect(run(torchCase({ op: 'flow.net', code, tensors }))[0]!.problems).toEqual([])
    const without = run(torchCase({ op: 'flow.net', code: 'net = nn.Linear(2, 1)' }))
    expect(without[0]!.problems).toEqual(['expected a program to end with a list `out`'])
  })

  it('fails a framework without an adapter', () => {
    const verdicts = runFile({ framework: 'caffe', cases: [torchCase({})], vectors: undefined })
    expect(verdicts[0]!.problems).toEqual(['no adapter for the framework caffe'])
  })

  it('reports each op and closes with the counts', () => {
    const verdicts = run(torchCase({}), torchCase({ values_hex: ['3f61dc67', '3f6a3db3'] }))
    expect(report(verdicts)).toBe(
      [
        'op          cases  values  mismatching bits  largest ULP  failed',
        'torch.rand      2       4                 1            1       1',
        'FAILED rand-0: element 0: expected 3f61dc67, got 3f61dc66',
      ].join('\n'),
    )
    expect(summary(verdicts)).toBe('1 passed, 1 failed')
    expect(summary(verdicts.slice(0, 1))).toBe('1 passed, 0 failed')
  })

  it('checks every output of a known-answer vector', () => {
    const vector = { id: 'kat-0-mt19937-init_genrand', seed: 0, out_dec: [2357136044], out_2th: 2546248240 }
    const [verdict, unknown] = runFile({
      framework: 'kat',
      cases: undefined,
      vectors: [vector, { id: 'kat-1-x' }],
    })
    expect(verdict!.problems).toEqual(['out_2th[0]: expected 2546248240, got 2546248239'])
    expect(unknown!.problems).toEqual(['unknown vector'])
  })
})

describe('files', () => {
  it('keeps integers beyond 2^53, and leaves text alone', () => {
    const path = file(
      '{"framework": "torch", "cases": [{"seed": 18446744073709551615, "code": "[12345678901234567890]", "n": 0.1234567890123456789}]}',
    )
    expect(readGolden(path).cases).toEqual([
      { seed: '18446744073709551615', code: '[12345678901234567890]', n: Number('0.1234567890123456789') },
    ])
  })

  it('refuses what is of neither kind', () => {
    expect(() => readGolden(file('{"cases": []}'))).toThrow(
      'expected the members framework and cases, or vectors, or models',
    )
    expect(() => readGolden(file('{'))).toThrow(SyntaxError)
    expect(() => readGolden(join(folder, 'missing.json'))).toThrow('ENOENT')
  })
})

describe('a file of models', () => {
  it('whose models name no framework is of PyTorch, as those of transformers alone are', () => {
    const golden = new URL('../golden/torch-models.json', import.meta.url).pathname
    const [model] = readGolden(golden).models ?? []
    const { framework, ...unnamed } = present(model, 'model')
    expect(framework).toBe('torch')
    const verdicts = runFile(readGolden(file(JSON.stringify({ models: [unnamed] }))))
    expect(verdicts.map(({ status }) => status)).toEqual(['passed'])
  })
})
