import { recipeEntry } from '../../catalogue/entries.ts'
import { respelled } from '../../catalogue/respell.ts'
import type { LabState, RoleName } from '../../state/state.ts'
import { fit, TYPESCRIPT } from '../fit.ts'
import type { Printing } from '../framework.ts'
import { SHOWN, VALUES } from '../python.ts'
import { typescriptNetwork } from './networks.ts'
import { initializerOf, record, type Said } from './words.ts'

/** The program of the @nn packages that starts a state's network and prints its first weights. */
export function typescriptProgram(asked: LabState, { isLong }: Printing): string {
  const state = respelled(asked)
  const { dialect, init } = state
  const isRecipe = 'options' in init.weight && recipeEntry(init.weight.name) !== undefined
  const { names, definitions, build, scope } = typescriptNetwork(state, isRecipe)
  const { said, members } = choicesOf(state, isRecipe)
  const before = said.flatMap((each) => each.before)
  const ofInit = said.flatMap((each) => each.names)
  const stream = streamOf(state)
  const needsRng = dialect === 'none' || before.some((line) => line.includes('createRng'))
  const isScoped = dialect === 'flax'
  const blocks = [
    [
      "import { cpuExact } from '@nn/backend-cpu'",
      ...importing(ofInit, '@nn/init'),
      ...(dialect === 'none' ? [] : [`import { ${dialect} } from '@nn/init/${dialect}'`]),
      ...(isRecipe ? [`import { ${init.weight.name} } from '@nn/init/recipes'`] : []),
      ...importing(names, '@nn/layers'),
      ...(needsRng ? ["import { createRng } from '@nn/random'"] : []),
      ...(state.network === 'transformer' ? ["import type { Tensor } from '@nn/tensor'"] : []),
    ],
    ...definitions,
    build,
    before,
    [
      ...(isScoped ? scope : []),
      `net.initialize({ ${[...members, stream, 'backend: cpuExact'].join(', ')} })`,
    ],
    printing(isLong),
  ]
  // What a reader typed stays as it is.
  const fitted = blocks.map((lines) =>
    lines === before ? lines : lines.flatMap((line) => fit(line, TYPESCRIPT)),
  )
  return fitted
    .filter(({ length }) => length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

/** Where the values come from. */
function streamOf({ dialect, seed }: LabState): string {
  if (dialect === 'none') return `rng: createRng(${seed})`
  return `dialect: ${dialect}({ seed: ${seed}${dialect === 'flax' ? ', scope' : ''} })`
}

function printing(isLong: boolean): readonly string[] {
  const print = `console.log(path, String(values.reshape([-1]).slice([0, ${VALUES}])))`
  if (!isLong) return ['for (const [path, values] of net.stateDict()) {', `  ${print}`, '}']
  return [
    'const all = [...net.stateDict()]',
    `for (const [path, values] of [...all.slice(0, ${SHOWN.first}), ...all.slice(-${SHOWN.last})]) {`,
    `  ${print}`,
    '}',
  ]
}

/** The choices as members of the options of `initialize`, as `choose` makes them. */
function choicesOf({ init, network }: LabState, isRecipe: boolean): { said: Said[]; members: string[] } {
  const of = (role: RoleName): Said | undefined => initializerOf(init[role], role)
  const isTransformer = network === 'transformer'
  const weight = isRecipe ? undefined : of('weight')
  const bias = of('bias')
  const table = isTransformer ? of('embedding') : undefined
  const rules = [
    ...(table ? [`['embedding.weight', ${table.expression}]`] : []),
    ...(bias ? [`[{ role: 'bias' }, ${bias.expression}]`] : []),
    ...(weight && isTransformer
      ? [`[{ role: 'weight', path: /^(?!embedding\\.)/ }, ${weight.expression}]`]
      : []),
  ]
  const recipe =
    isRecipe && 'options' in init.weight ? `${init.weight.name}(${record(init.weight.options)})` : undefined
  return {
    said: [weight, bias, table].filter((each) => each !== undefined),
    members: [
      ...(recipe === undefined ? [] : [`recipe: ${recipe}`]),
      ...(weight && !isTransformer ? [`init: ${weight.expression}`] : []),
      ...(rules.length > 0 ? [`rules: [${rules.join(', ')}]`] : []),
    ],
  }
}

/** An import of names, each once, types as types. */
function importing(names: readonly string[], from: string): readonly string[] {
  const plain = (name: string): string => name.replace('type ', '')
  const unique = [...new Set(names)].sort((one, other) => (plain(one) < plain(other) ? -1 : 1))
  return unique.length === 0 ? [] : [`import { ${unique.join(', ')} } from '${from}'`]
}
