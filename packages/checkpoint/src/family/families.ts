import { isPlain, message, nearest, show, wrongKind, wrongValue } from '@nn/check'
import { bert } from './bert.ts'
import type { Config } from './config.ts'
import { gemma, llama, mistral, mixtral, olmo2, phi3, qwen2, qwen3 } from './decoders.ts'
import type { Family } from './family.ts'
import { gpt2 } from './gpt2.ts'

/**
 * The families that are known, by `model_type`.
 *
 * @example
 * ```ts
 * import { families } from '@nn/checkpoint'
 * families.map(({ modelType }) => modelType).includes('qwen3') // => true
 * families.find(({ modelType }) => modelType === 'gpt2')?.usual // => 'GPT2LMHeadModel'
 * ```
 */
export const families: readonly Family[] = /* @__PURE__ */ Object.freeze([
  llama,
  mistral,
  mixtral,
  qwen2,
  qwen3,
  gemma,
  phi3,
  olmo2,
  gpt2,
  bert,
])

/** How a family is added. */
const CURE = 'describe its layers as data and pass { families: [yours] } (docs/families.md)'

/**
 * The family and the class of a config: `architectures` names the class; where it is null, the family's usual one is meant.
 *
 * @throws RangeError if either is not known, or the class is of another family.
 */
export function classOf(config: Config, added: readonly Family[] = []): readonly [Family, string] {
  if (!isPlain(config)) throw wrongKind('config', 'the object of a config.json', config)
  checkFamilies(added)
  const known = [...added, ...families]
  const named = architectureOf(config)
  const modelType = typeof config.model_type === 'string' ? config.model_type : undefined
  const family =
    modelType === undefined
      ? known.find(({ classes }) => named !== undefined && Object.hasOwn(classes, named))
      : known.find((candidate) => candidate.modelType === modelType)
  if (family === undefined) return unknown(modelType ?? named, known)
  const className = named ?? family.usual
  if (Object.hasOwn(family.classes, className)) return [family, className]
  const classes = Object.keys(family.classes).join(' or ')
  throw wrongValue('config', `architectures of ${family.modelType} to name ${classes}`, className, CURE)
}

/** @throws TypeError unless all are families. */
function checkFamilies(added: readonly Family[]): void {
  const isFamily = (family: unknown): boolean =>
    isPlain(family) &&
    'modelType' in family &&
    'classes' in family &&
    isPlain(family.classes) &&
    'names' in family
  // `every` passes over holes.
  if (Array.isArray(added) && [...added].every(isFamily)) return
  const got = Array.isArray(added) ? show(added.find((family) => !isFamily(family))) : show(added)
  throw new TypeError(message('families', 'an array of { modelType, usual, classes, names }', got))
}

/** The first name of `architectures`; undefined where there is none. */
function architectureOf({ architectures }: Config): string | undefined {
  if (architectures === undefined || architectures === null) return undefined
  const first: unknown = Array.isArray(architectures) ? architectures[0] : undefined
  if (typeof first === 'string') return first
  throw wrongKind('config', 'architectures to be an array of names or null', architectures)
}

function unknown(name: string | undefined, known: readonly Family[]): never {
  const names = known.map(({ modelType }) => modelType)
  if (name === undefined) {
    throw new RangeError(
      message('config', `model_type to be one of ${names.join(', ')}`, 'none', 'add the field'),
    )
  }
  const [close = ''] = nearest(name, names)
  throw new RangeError(
    message(
      'config',
      `model_type to be one of ${names.join(', ')}`,
      show(name),
      `${show(close)} is nearest; else ${CURE}`,
    ),
  )
}
