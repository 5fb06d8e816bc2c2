import { valueAndGrad } from '@nn/autograd'
import { isTensor, type Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import type { Comparison } from '../../golden/compare.ts'
import { present } from '../../golden/present.ts'
import { readTensor } from '../forward/tensor.ts'
import { compareExpected, failed } from './compare-expected.ts'
import type { ProgramCase, Step } from './gradient-case.ts'
import { lossOf } from './layer-case.ts'
import { OPERATIONS } from './operations/index.ts'

/** Tensors by their names in a program. */
type Environment = Map<string, Tensor>

/** The inputs of a program, those that have no gradient among them. */
function inputsOf({ inputs }: ProgramCase): Environment {
  return new Map(inputs.map((input) => [input.name, readTensor(input)]))
}

/** Runs the steps of a program, whose results join the environment. */
function runSteps(program: readonly Step[], environment: Environment): void {
  for (const { op, in: names, args = {}, tensors = {}, out } of program) {
    const operation = OPERATIONS[op]
    if (operation === undefined) throw new RangeError(`no adapter for the operation ${op}`)
    const tensorOf = (name: string): Tensor => present(environment.get(name), name)
    const reader = new ArgReader(args)
    const taken = new Set<string>()
    const result = operation({
      operands: names.map((name) => (typeof name === 'number' ? name : tensorOf(name))),
      args: reader,
      tensor: (name) => {
        taken.add(name)
        return tensors[name] === undefined ? undefined : tensorOf(tensors[name])
      },
    })
    reader.done()
    const unread = Object.keys(tensors).filter((name) => !taken.has(name))
    if (unread.length > 0) throw new Error(`tensors that the adapter does not handle: ${unread.join(', ')}`)
    const results = isTensor(result) ? [result] : result
    const outs = typeof out === 'string' ? [out] : out
    for (const [i, name] of outs.entries()) environment.set(name, present(results[i], name))
  }
}

/** The value of a program's loss. */
function runLoss(golden: ProgramCase, environment: Environment): Tensor {
  runSteps(golden.program, environment)
  const outputs = golden.outputs.map((name) => present(environment.get(name), name))
  if (golden.cotangent !== undefined && golden.give_cotangent !== false) {
    return lossOf(outputs, golden.cotangent.map(readTensor))
  }
  return present(outputs[0], 'output')
}

/** The gradients of a program by the inputs of these names. */
function gradientsOf(
  golden: ProgramCase,
  names: readonly string[],
  allowUnused: boolean,
): { environment: Environment; gradients: ReadonlyMap<string, Tensor> } {
  const environment = inputsOf(golden)
  const by = new Map(names.map((name) => [name, present(environment.get(name), name)]))
  // Of what is constant on pieces, such as a sign, PyTorch says 0; ours, that there is none.
  const { gradients } = valueAndGrad(by, () => runLoss(golden, environment), { allowUnused })
  return { environment, gradients }
}

/** Compares the results of a program and its gradients. */
export function runProgramCase(golden: ProgramCase): Comparison[] {
  if (golden.raises !== undefined) return [runRaising(golden)]
  const wanted = Object.entries(golden.grad ?? {})
  const names = wanted.flatMap(([name, expected]) => (expected === null ? [] : [name]))
  const { environment, gradients } = gradientsOf(golden, names, true)
  const times = golden.backward_times ?? 1
  return [
    ...(golden.expected ?? []).map((expected, i) =>
      compareExpected(expected, environment.get(golden.outputs[i] ?? ''), `outputs[${i}]`),
    ),
    ...wanted.map(([name, expected]) =>
      expected === null
        ? compareNone(golden, name)
        : compareExpected(expected, gradients.get(name)?.mul(times), `grad.${name}`),
    ),
  ]
}

/** Where the file says that there is no gradient, asking for one is an error. */
function compareNone(golden: ProgramCase, name: string): Comparison {
  try {
    gradientsOf(golden, [name], false)
  } catch (error) {
    if (/a value that depends on|floats in/.test(String(error)))
      return { values: 0, mismatchingBits: 0, ulp: 0 }
    throw error
  }
  return failed(`grad.${name}: expected none, got one`)
}

/**
 * Passes where ours throws, too. Where it does not, because a value that was overwritten is kept, and nothing is freed, the gradient has to be
 * the right one: that which differences of the loss show.
 */
function runRaising(golden: ProgramCase): Comparison {
  const names = golden.inputs.flatMap(({ name, requires_grad }) => (requires_grad ? [name] : []))
  let found: ReturnType<typeof gradientsOf>
  try {
    found = gradientsOf(golden, names, false)
  } catch {
    return { values: 0, mismatchingBits: 0, ulp: 0 }
  }
  for (const name of names) {
    const got = Array.from(present(found.gradients.get(name), name).toArray(), Number)
    for (const [i, slope] of got.entries()) {
      const want = slopeAt(golden, name, i)
      if (!(Math.abs(slope - want) <= 1e-2 * Math.max(1, Math.abs(want))))
        return failed(`grad.${name}: element ${i}: expected ${want}, which differences show, got ${slope}`)
    }
  }
  return { values: 0, mismatchingBits: 0, ulp: 0 }
}

/** The slope of the loss by one element of an input, in double precision. */
function slopeAt(golden: ProgramCase, name: string, i: number): number {
  const step = 1e-5
  const [above, below] = [step, -step].map((change) => {
    const environment = new Map(
      [...inputsOf(golden)].map(([key, x]) => [key, x.dtype === 'float32' ? x.cast('float64') : x]),
    )
    const x = present(environment.get(name), name)
    x.data[i] = (x.data[i] ?? 0) + change
    return Number(runLoss(golden, environment).item())
  })
  return (present(above, 'above') - present(below, 'below')) / (2 * step)
}
