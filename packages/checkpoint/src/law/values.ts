import { message } from '@nn/check'
import { createRng, type Rng } from '@nn/random'
import { type Model, matricesOf, type Parameter } from '../family/model.ts'
import type { Assigned, Recipe } from '../recipe/recipe.ts'
import { placesOf } from '../torch/places.ts'
import { TorchValues } from '../torch/torch-values.ts'
import { constantOf, type Fill, inTurns, keyedFill, lawName, numberOf, withZeros } from './drawn.ts'

/** A parameter and what a recipe says of its matrices, of which there is one unless they are packed. */
export interface LawOf {
  readonly parameter: Parameter
  readonly matrices: readonly (readonly [matrix: Parameter, assigned: Assigned])[]
}

/** Elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** What the recipe says of each parameter. @throws TypeError of a law that cannot be drawn slice by slice. */
export function lawsOf(model: Model, recipe: Recipe): LawOf[] {
  const law = recipe.laws(model)
  return model.parameters.map((parameter) => {
    const matrices = matricesOf(parameter).map((matrix) => [matrix, law(matrix)] as const)
    for (const [, { init }] of matrices) lawName(`recipe ${recipe.name}: ${parameter.name}`, init)
    return { parameter, matrices }
  })
}

/** Draws the values of one seed: gives for each law what fills its elements. */
export function valuesOf(model: Model, recipe: Recipe, seed: number | bigint): (law: LawOf) => Fill {
  if (recipe.stream === 'torch') return torchFills(model, recipe, seed)
  const root = createRng(seed)
  return ({ parameter, matrices }) => padded(parameter, matrices, keyed(root, parameter, matrices))
}

function keyed(root: Rng, parameter: Parameter, matrices: LawOf['matrices']): Fill {
  const { name } = parameter
  const stream = root.at(name)
  const fills = matrices.map(([, { init }]) => keyedFill(name, init, stream))
  const [only] = fills
  if (only !== undefined && fills.length === 1) return only
  return inTurns(
    fills,
    matrices.map(([{ shape, kind }]) => sizeOf(shape.slice(kind === 'conv1d' ? -1 : -2))),
  )
}

function torchFills(model: Model, recipe: Recipe, seed: number | bigint): (law: LawOf) => Fill {
  const values = new TorchValues(seed)
  const { places } = placesOf(model.layers)
  return ({ parameter, matrices }) => {
    const { name, shape } = parameter
    const where = `recipe ${recipe.name}: ${name}`
    const inits = matrices.map(([, { init }]) => init)
    const [init] = inits
    if (init === undefined || inits.some((other) => JSON.stringify(other) !== JSON.stringify(init))) {
      throw new RangeError(message(where, 'one law for the whole parameter', 'several'))
    }
    const value = constantOf(where, init)
    if (value !== undefined) return (out) => out.fill(value)
    const place = places.get(name)
    if (place === undefined || lawName(where, init) !== 'normal') {
      throw new RangeError(message(where, 'a normal law where PyTorch draws one', JSON.stringify(init)))
    }
    return padded(parameter, matrices, values.normal(place, sizeOf(shape), numberOf(where, init, 'std')))
  }
}

/** Zeros in the row of padding, where the recipe has them. */
function padded({ padding, shape }: Parameter, matrices: LawOf['matrices'], fill: Fill): Fill {
  if (padding === undefined || !matrices.some(([, { zeroPadding }]) => zeroPadding)) return fill
  const width = sizeOf(shape.slice(1))
  return withZeros(fill, padding * width, (padding + 1) * width)
}
