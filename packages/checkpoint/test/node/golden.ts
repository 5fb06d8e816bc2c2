import { readFileSync } from 'node:fs'
import type { Config } from '../../src/family/config.ts'

/** A law as the golden files write it. */
type GoldenLaw =
  | { readonly normal: { readonly mean: number; readonly std: number } }
  | { readonly constant: number }

/** A parameter as `transformers` 5.18 made it. */
interface GoldenParameter {
  readonly name: string
  readonly shape: readonly number[]
  readonly law: GoldenLaw
  readonly parts?: readonly { readonly offset: number; readonly length: number; readonly constant: number }[]
  readonly sha256: string
}

/** A model that `transformers` 5.18 made with PyTorch 2.13: see the maker's own lines in the files. */
export interface GoldenModel {
  readonly id: string
  readonly family: string
  readonly seed: number
  readonly model_class: string
  readonly 'config.json': Config
  readonly tied: readonly (readonly string[])[]
  readonly parameters: readonly GoldenParameter[]
  /** The next two uniforms after the model is made, as bits. */
  readonly after: readonly string[]
}

/** The class is the family's usual one where the golden config has none; sequence classification is named. */
export function configOf(model: GoldenModel): Config {
  return { ...model['config.json'], architectures: [model.model_class] }
}

export const golden: readonly GoldenModel[] = ['hf', 'hf-more'].flatMap((name) => {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { models: GoldenModel[] }).models
})
