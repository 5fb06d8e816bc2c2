import { markOf } from '@nn/doctest/marks'
import { transform } from 'sucrase'

/** The names under which a block's module finds what reports its values. */
export const REPORTS = { value: '__value', throws: '__throws' } as const

/**
 * The JavaScript of a block, line by line: types are gone, marked expressions are reported, and packages are imported from their modules.
 * @throws Error for an import of anything but the packages; the compiler's SyntaxError
 */
export function translate(code: string, addressOf: (name: string) => string | undefined): string {
  const marked = code.split('\n').map((line, i) => {
    const mark = markOf(line)
    return mark === undefined ? line : `;${REPORTS[mark.kind]}(${i + 1}, () => (${mark.expression}));`
  })
  const { code: javascript } = transform(marked.join('\n'), {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: true,
  })
  return javascript.replace(IMPORT, (_, before: string, quote: string, name: string) => {
    const address = addressOf(name)
    if (address === undefined)
      throw new Error(`import: expected one of these packages in a page, got ${name}; run it in your project`)
    return `${before}${quote}${address}${quote}`
  })
}

/** The statement of an import or export from a module. */
const IMPORT = /^(\s*(?:import|export)\b[^;'"`=()]*)(['"])([^'"\n]+)\2/gm
