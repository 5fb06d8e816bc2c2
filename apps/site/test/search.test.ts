import { expect, it } from 'vitest'
import { summaryOf } from '../src/search/search.ts'

it('search has names and summaries of the reference, without its parts', () => {
  const text = [
    '# Function: a()\n\n> **a**(): `b`\n\nWhat it is.\n',
    '## Parameters\n\n| a |\n',
    '## Example\n\n```ts\n# no heading\n```\n',
    '## Interfaces\n\n### Options\n\nAll options.\n\n#### Properties\n\n| a |\n',
  ].join('\n')
  expect(summaryOf(text).split(/\n+/)).toEqual([
    '# Function: a()',
    'What it is.',
    '## Interfaces',
    '### Options',
    'All options.',
    '',
  ])
})
