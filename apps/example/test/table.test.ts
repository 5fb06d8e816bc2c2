import { describe, expect, it } from 'vitest'
import { runApp } from '../src/app.ts'
import { widthOf } from '../src/output.ts'
import { fold } from '../src/table/fold.ts'
import { showTable } from '../src/table/table.ts'

async function run(columns: number | undefined, ...argv: string[]) {
  const lines: string[] = []
  const code = await runApp(argv, { log: (line) => lines.push(line), error: () => {}, columns })
  return { code, lines: lines.join('\n').split('\n') }
}

const rows = (...names: string[]) =>
  names.map((name) => {
    const [path = '', ...cells] = name.split(' ')
    return { path, cells }
  })
const folded = (...names: string[]) =>
  fold(rows(...names)).map(({ path, copies, cells }) => [path, copies, ...cells].join(' '))

describe('fold', () => {
  it('makes equal blocks one', () => {
    expect(folded('a.0.w [2]', 'a.0.b [1]', 'a.1.w [2]', 'a.1.b [1]', 'z [3]')).toEqual([
      'a.0…1.w 2 [2]',
      'a.0…1.b 2 [1]',
      'z 1 [3]',
    ])
    const layers = Array.from({ length: 48 }, (_, i) => [`h.${i}.w [2]`, `h.${i}.b [1]`]).flat()
    expect(folded('wte [9]', ...layers)).toEqual(['wte 1 [9]', 'h.0…47.w 48 [2]', 'h.0…47.b 48 [1]'])
  })

  it('makes blocks inside of blocks one', () => {
    const names = [0, 1, 2].flatMap((i) => [`l.${i}.norm 1`, `l.${i}.e.0.w 2`, `l.${i}.e.1.w 2`])
    expect(folded(...names)).toEqual(['l.0…2.norm 3 1', 'l.0…2.e.0…1.w 6 2'])
  })

  it('keeps what differs, skips a number, or is no number', () => {
    for (const names of [
      ['0.w [2]', '1.w [3]'],
      ['0.w [2]', '2.w [2]'],
      ['1.w [2]', '0.w [2]'],
      ['0.w [2]', '1.w [2]', '1.b [1]'],
      ['a.w [2]', 'b.w [2]'],
      ['0.w [2]', 'a [2]', '1.w [2]'],
    ]) {
      expect(folded(...names)).toEqual(names.map((name) => name.replace(' ', ' 1 ')))
    }
    expect(folded('0.w [2]', '1.w [3]', '2.w [3]')).toEqual(['0.w 1 [2]', '1…2.w 2 [3]'])
  })

  it('keeps the row of a block itself in front', () => {
    expect(folded(' net', '0 Dense', '0.relu Relu', '1 Dense', '1.relu Relu')).toEqual([
      ' 1 net',
      '0…1 2 Dense',
      '0…1.relu 2 Relu',
    ])
  })
})

describe('showTable', () => {
  const headings = ['path', 'law', 'why']
  const table = [
    ['a', 'N(0, 1²)', 'because it is the default of the layer'],
    ['', '1', ''],
  ]

  it('is aligned where it fits', () => {
    expect(showTable(headings, table)).toBe(
      ['path  law       why', 'a     N(0, 1²)  because it is the default of the layer', '      1'].join('\n'),
    )
  })

  it('wraps its last column', () => {
    expect(showTable(headings, table, 36)).toBe(
      [
        'path  law       why',
        'a     N(0, 1²)  because it is the',
        '                default of the layer',
        '      1',
      ].join('\n'),
    )
  })

  it('is paragraphs where it is too narrow', () => {
    expect(showTable(headings, table, 24)).toBe(
      ['a', '  law: N(0, 1²); why:', '  because it is the', '  default of the layer', '  law: 1'].join('\n'),
    )
  })

  it('cuts what has no space', () => {
    expect(showTable(['a', 'b'], [['x'.repeat(25), '']], 20)).toBe(`${'x'.repeat(20)}\n${'x'.repeat(5)}`)
  })
})

describe('tables keep to the width', () => {
  it.each([20, 40, 80, 100, 132])('of %d columns', async (columns) => {
    for (const argv of [['--model', 'resnet18'], ['--model', 'lstm'], ['--catalogue']]) {
      const { code, lines } = await run(columns, ...argv)
      expect(code).toBe(0)
      const isTable = (line: string) =>
        /^( |[a-z0-9….]+ ?×|\d|path|lstm\.)/.test(line) && !/[✓✗]| drawn$|0 frozen/.test(line)
      expect(lines.filter((line) => isTable(line) && [...line].length > columns)).toEqual([])
    }
  })

  it('or are as wide as they are', async () => {
    const { lines } = await run(undefined, '--model', 'resnet18')
    expect(lines).toContain(
      'layer1.0…1.conv1.weight × 2   [64, 64, 3, 3]    weight  576 → 576    N(0, 0.0589256²)          0.05893  rule Conv2d, role "weight"',
    )
  })

  it.each([
    [undefined, undefined, undefined],
    [undefined, 100, 100],
    ['40', 100, 40],
    ['40', undefined, 40],
    ['', 100, 100],
    ['0', 100, 100],
    ['-5', undefined, undefined],
    ['wide', 80, 80],
    ['5', undefined, 20],
    [undefined, 0, undefined],
  ])('COLUMNS %o in a terminal of %o: %o', (given, terminal, width) => {
    expect(widthOf(given, terminal)).toBe(width)
  })
})
