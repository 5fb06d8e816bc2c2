import { describe, expect, it } from 'vitest'
import { relocateScript } from '../../src/build/relocate.mjs'

describe('relocateScript', () => {
  it.each([
    ['a("/__base__/")', 'a((""+siteBase+""))'],
    ['const b=\'<a href="/__base__/x">\'', "const b=('<a href=\"'+siteBase+'x\">')"],
    ['JSON.parse("{\\"base\\":\\"/__base__/\\"}")', 'JSON.parse(("{\\"base\\":\\""+siteBase+"\\"}"))'],
    [`f(\`/__base__/\${x}/__base__/\`)`, `f(\`\${siteBase}\${x}\${siteBase}\`)`],
    ['const c={d:"/__base__/e"}', 'const c={d:(""+siteBase+"e")}'],
    ['a("/other/")', 'a("/other/")'],
  ])('%s', (before, after) => {
    expect(relocateScript(before)).toBe(after)
  })

  it.each(['import "/__base__/a.js"', 'export * from "/__base__/a.js"', 'const a={"/__base__/":1}'])(
    'refuses what no expression can stand for: %s',
    (code) => {
      expect(() => relocateScript(code)).toThrow(/relocate: expected \/__base__\/ in values alone, got/)
    },
  )
})
