import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('the main entry needs nothing of Node', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../../src/index.ts', import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@nn/source'],
    write: false,
  })
  expect(outputFiles[0]!.text).not.toMatch(/node:|\bprocess\.|\bBuffer\./)
})
