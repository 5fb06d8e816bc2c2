import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Application, Converter, LogLevel } from 'typedoc'
import { entries } from './entries.mjs'

/** @type {Partial<import('typedoc').TypeDocOptions> & Record<string, unknown>} */
const options = {
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: fileURLToPath(new URL('../../tsconfig.reference.json', import.meta.url)),
  // The packages' own compiler has checked what it declares.
  skipErrorChecking: true,
  logLevel: LogLevel.Warn,
  treatWarningsAsErrors: true,
  disableSources: true,
  readme: 'none',
  name: 'API',
  entryFileName: 'index',
  hidePageHeader: true,
  // Interfaces and types stand in the page of their entry.
  membersWithOwnFile: ['Class', 'Enum', 'Function', 'Variable'],
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  indexFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideOverrides: true },
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases', '*'],
}

/**
 * Writes a page of Markdown for every exported name of every entry into a folder, anew.
 *
 * @param {string} out
 */
export async function writeReference(out) {
  const all = entries()
  const app = await Application.bootstrapWithPlugins({
    ...options,
    entryPoints: all.map(({ types }) => types),
    out,
  })
  app.converter.on(Converter.EVENT_RESOLVE_END, dropInherited)
  const project = await app.convert()
  if (project === undefined)
    throw new Error('reference: expected declarations that TypeDoc reads, got errors')
  for (const module of project.children ?? []) {
    // TypeDoc calls it by its file, `init/dist`.
    const entry = all.find(({ types }) => types.endsWith(`/packages/${module.name}/index.d.ts`))
    if (entry === undefined) throw new Error(`reference: expected the file of an entry, got ${module.name}`)
    module.name = entry.name
  }
  rmSync(out, { recursive: true, force: true })
  await app.generateOutputs(project)
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('reference: expected no warnings of TypeDoc, got those above; mend the docstrings')
}

/** What a class inherits stands in its parent's page alone. @param {import('typedoc').Context} context */
function dropInherited({ project }) {
  for (const reflection of Object.values(project.reflections))
    if (reflection.isDeclaration() && reflection.inheritedFrom !== undefined)
      project.removeReflection(reflection)
}
