import { valueAndGrad } from '@nn/autograd'
import { linear, type Tensor } from '@nn/tensor'
import type { Comparison } from '../../golden/compare.ts'
import { present } from '../../golden/present.ts'
import { floats, readTensor } from '../forward/tensor.ts'
import { compareExpected, failed } from '../gradients/compare-expected.ts'
import { compareAll, lossAt, startOf } from './curves.ts'
import { type Network, nameOf } from './network.ts'
import { makeOptimizer } from './optimizers.ts'
import type {
  EqualCase,
  FrozenCase,
  NoneOrZerosCase,
  PermutedCase,
  SharedCase,
  SymmetryCase,
} from './symmetry-case.ts'
import type { Training } from './training-case.ts'

/** Runs what says how equal, frozen, shared or permuted parameters are trained. */
export function runSymmetry(golden: SymmetryCase): Comparison[] {
  switch (golden.kind) {
    case 'equal_units':
      return runEqual(golden)
    case 'frozen':
      return runFrozen(golden)
    case 'permuted':
      return runPermuted(golden)
    case 'shared':
      return runShared(golden)
    case 'none_or_zeros':
      return runNoneOrZeros(golden)
  }
}

const passed: Comparison = { values: 1, mismatchingBits: 0, ulp: 0 }

/** The training of a case whose groups are of units, not of parameters. */
function trainingOf(golden: EqualCase | FrozenCase | PermutedCase): Training {
  const { groups: _, ...training } = { groups: undefined, ...golden }
  return training
}

/** Trains with full batches, and looks after every step. */
function train(training: Training, network: Network, steps: number, after?: (step: number) => void): void {
  const { optimizer } = startOf(training, network)
  for (let step = 0; step < steps; step++) {
    optimizer.step(lossAt(training, network, step).gradients)
    after?.(step)
  }
}

function runEqual(golden: EqualCase): Comparison[] {
  const training = trainingOf(golden)
  const { network } = startOf(training)
  const before = network.state()
  const kept = new Map([...before].map(([name, x]) => [name, x.clone()]))
  const broken: string[] = []
  train(training, network, golden.steps, (step) => {
    const unequal = unequalUnits(golden, network)
    if (unequal !== undefined) broken.push(`after step ${step}: units of ${unequal} differ`)
  })
  const [first] = broken
  return [
    first === undefined ? passed : failed(first),
    ...unchanged(golden.unchanged, kept, network),
    ...compareAll('final', golden.final, network.state()),
    ...(golden.broken_by_one_ulp === undefined ? [] : [runBroken(golden, golden.broken_by_one_ulp)]),
  ]
}

/** A parameter whose units are not equal, bit for bit. */
function unequalUnits(golden: EqualCase, network: Network): string | undefined {
  const state = network.state()
  const unitsOf = (name: string, isColumn: boolean): Tensor => {
    const x = present(state.get(nameOf(name)), name)
    return isColumn ? x.transpose() : x
  }
  const areEqual = (units: Tensor): boolean => {
    const groups = golden.groups ?? [Array.from({ length: units.shape[0] ?? 0 }, (_, i) => i)]
    return groups.every(([first = 0, ...others]) => others.every((i) => units.at(i).equals(units.at(first))))
  }
  return (
    golden.equal_rows.find((name) => !areEqual(unitsOf(name, false))) ??
    golden.equal_columns.find((name) => !areEqual(unitsOf(name, true)))
  )
}

/** With another last bit of one weight, units do not stay equal. */
function runBroken(
  golden: EqualCase,
  { change, rows_equal_after }: NonNullable<EqualCase['broken_by_one_ulp']>,
): Comparison {
  const training = trainingOf(golden)
  const { network } = startOf(training)
  const { to_f32_base64, ...places } = change
  for (const [name, place] of Object.entries(places)) {
    const weight = present(network.parameters.get(nameOf(name)), name).data
    weight.set(Array.isArray(place) ? place : [], present(floats(to_f32_base64, 4)[0], 'bits'))
  }
  train(training, network, golden.steps)
  const areEqual = unequalUnits(golden, network) === undefined
  return areEqual === rows_equal_after ? passed : failed(`with one bit changed, units are equal: ${areEqual}`)
}

function runFrozen(golden: FrozenCase): Comparison[] {
  const training = trainingOf(golden)
  const { network } = startOf(training)
  const kept = new Map([...network.state()].map(([name, x]) => [name, x.clone()]))
  train(training, network, golden.steps)
  return [
    ...unchanged(golden.unchanged, kept, network),
    ...compareAll('final', golden.final, network.state()),
  ]
}

/** Whether parameters have the bits that they began with. */
function unchanged(
  names: readonly string[] = [],
  before: ReadonlyMap<string, Tensor>,
  network: Network,
): Comparison[] {
  const after = network.state()
  return names.map((name) => {
    const [was, is] = [before, after].map((state) => present(state.get(nameOf(name)), name).toArray())
    const isSame = was?.every((value, i) => Object.is(value, is?.[i]))
    return isSame ? passed : failed(`${name} has changed`)
  })
}

/** Trains the units in their order and in another: both end the same but for the order. */
function runPermuted(golden: PermutedCase): Comparison[] {
  const training = trainingOf(golden)
  const { network } = startOf(training)
  train(training, network, golden.steps)
  const permuted = startOf(training).network
  const order = (x: Tensor, axis: 0 | 1): Tensor => {
    const indices = x.backend.tensor([...golden.permutation], { dtype: 'int32' })
    return axis === 0 ? x.take(indices) : x.transpose().take(indices).transpose()
  }
  const axes = { '0.weight': 0, '0.bias': 0, '2.weight': 1 } as const
  for (const [name, axis] of Object.entries(axes)) {
    const { data } = present(permuted.parameters.get(name), name)
    data.copy_(order(data.clone(), axis))
  }
  train(training, permuted, golden.steps)
  const state = network.state()
  const other = permuted.state()
  const compared = Object.entries(axes).map(([name, axis]) => {
    const want = order(present(state.get(name), name), axis)
    const isNear = present(other.get(name), name).allClose(want, { rtol: 0, atol: 1e-6 })
    return isNear ? passed : failed(`${name}: permuted units end elsewhere`)
  })
  return [...compared, ...compareAll('final', golden.final, state)]
}

/** y = L(tanh(L(x))). */
function runShared(golden: SharedCase): Comparison[] {
  const read = (): { weight: Tensor; bias: Tensor } => ({
    weight: readTensor(golden.start.weight),
    bias: readTensor(golden.start.bias),
  })
  const [x, cotangent] = [readTensor(golden.data.x), readTensor(golden.data.cotangent)]
  const loss = (one: ReturnType<typeof read>, two: ReturnType<typeof read>): Tensor =>
    linear(linear(x, one.weight, one.bias).tanh(), two.weight, two.bias)
      .mul(cotangent)
      .sum()
  const shared = read()
  const [first, second] = [read(), read()]
  const tied = valueAndGrad(shared, () => loss(shared, shared)).gradients
  const apart = valueAndGrad(
    { first: first.weight, firstBias: first.bias, second: second.weight, secondBias: second.bias },
    () => loss(first, second),
  ).gradients
  const compare = (
    place: string,
    want: SharedCase['shared'],
    got: readonly (Tensor | undefined)[],
  ): Comparison[] =>
    Object.entries(want).map(([name, tensor]) => {
      const tolerance_abs = golden.tolerance_abs[name] ?? 0
      return compareExpected({ ...tensor, tolerance_abs }, got[name === 'weight' ? 0 : 1], `${place}.${name}`)
    })
  return [
    ...compare('first', golden.first, [apart.get('first'), apart.get('firstBias')]),
    ...compare('second', golden.second, [apart.get('second'), apart.get('secondBias')]),
    ...compare('shared', golden.shared, [tied.get('weight'), tied.get('bias')]),
  ]
}

/** A gradient of zeros is a step; none is none. */
function runNoneOrZeros({
  optimizer: { name, args = {} },
  param,
  gradient,
  track,
}: NoneOrZerosCase): Comparison[] {
  const p = readTensor(param)
  const g = readTensor(gradient)
  const optimizer = makeOptimizer(name, new Map([['p', p]]), args)
  return track.flatMap((step, i) => {
    const before = p.clone()
    const given = step.gradient === 'zeros' ? g.mul(0) : g
    optimizer.step(new Map(step.gradient === 'none' ? [] : [['p', given]]))
    const moves = !before.equals(p)
    return [
      moves === step.moves ? passed : failed(`step ${i}: moves is ${moves}`),
      compareExpected(step.param, p, `step ${i}`),
    ]
  })
}
