import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** An option as its interface declares it. */
interface Option {
  readonly name: string
  /** TypeScript, with short unions of names written out. */
  readonly type: string
  readonly isOptional: boolean
  /** Its docstring, in one line. */
  readonly meaning: string
}

/** How a function is called. */
export interface Signature {
  /** Names of the arguments, `?` behind those that may be left out. */
  readonly parameters: readonly string[]
  readonly options: readonly Option[]
  /** What it throws, as its docstring says; empty if that says nothing. */
  readonly throws: string
}

const SOURCES = fileURLToPath(new URL('../../../../packages/init/src/', import.meta.url))

/** Reads the declarations of `@nn/init`, in its sources. */
export function readSignatures(): (name: string) => Signature {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('dialects'))
    .map((file) =>
      ts.createSourceFile(file, readFileSync(SOURCES + file, 'utf8'), ts.ScriptTarget.ES2023, true),
    )
  const statements = files.flatMap((file) => [...file.statements])
  const declared = (name: string) => statements.filter((one) => nameOf(one) === name)
  return (name) => {
    const found = declared(name).filter(ts.isFunctionDeclaration)
    const [declaration] = found
    if (declaration === undefined)
      throw new Error(`signatures: expected a function ${name} in packages/init/src, got none`)
    return signatureOf(declaration, declared)
  }
}

type Declared = (name: string) => readonly ts.Statement[]

function nameOf(statement: ts.Statement): string | undefined {
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed ? statement.name?.text : undefined
}

function signatureOf(declaration: ts.FunctionDeclaration, declared: Declared): Signature {
  const isLeftOut = ({ questionToken, initializer }: ts.ParameterDeclaration) =>
    questionToken !== undefined || initializer !== undefined
  return {
    parameters: declaration.parameters.map((one) => `${one.name.getText()}${isLeftOut(one) ? '?' : ''}`),
    options: declaration.parameters.flatMap(({ type }) => optionsOf(type?.getText() ?? '', declared)),
    throws: throwsOf(declaration),
  }
}

/** The members of an options interface, those that it extends last. */
function optionsOf(name: string, declared: Declared): Option[] {
  const found = declared(name).find(ts.isInterfaceDeclaration)
  if (found === undefined || !name.endsWith('Options')) return []
  const own = found.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    type: typeText(member.type?.getText() ?? '', declared),
    isOptional: member.questionToken !== undefined,
    meaning: docOf(member),
  }))
  const parents = found.heritageClauses?.flatMap(({ types }) => types.map((one) => one.getText())) ?? []
  return [...parents.flatMap((parent) => optionsOf(parent, declared)), ...own]
}

/** A type, with the names of a short union instead of its own name. */
function typeText(text: string, declared: Declared): string {
  const alias = declared(text).find(ts.isTypeAliasDeclaration)?.type
  if (alias === undefined || !ts.isUnionTypeNode(alias) || alias.types.length > 6) return text
  return alias.types.every(ts.isLiteralTypeNode) ? alias.types.map((one) => one.getText()).join(' | ') : text
}

function docOf(node: ts.Node): string {
  return ts.getJSDocCommentsAndTags(node).map(commentOf).join(' ').trim()
}

function throwsOf(node: ts.Node): string {
  const tags = ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === 'throws')
  return tags.map(commentOf).join(' ')
}

/** The text of a comment or a tag in one line. */
function commentOf({ comment }: ts.JSDoc | ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim()
}
