import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readGolden } from '../src/golden/golden.ts'
import { runFile } from '../src/run.ts'

const folder = new URL('../golden/', import.meta.url)

describe.each(readdirSync(folder))('%s', (name) => {
  const verdicts = runFile(readGolden(new URL(name, folder).pathname))
  it.each(verdicts)('$id', ({ status, problems }) => {
    expect({ status, problems }).toEqual({ status: 'passed', problems: [] })
  })
})
