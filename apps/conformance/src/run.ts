import { runManifest } from './frameworks/files/files.ts'
import type { Manifest } from './frameworks/files/manifest.ts'
import { runForward } from './frameworks/forward/forward.ts'
import { opOf as opOfGradients, runGradients } from './frameworks/gradients/gradients.ts'
import { FRAMEWORKS, MODELS } from './frameworks/index.ts'
import { runVector } from './frameworks/kat/kat.ts'
import { runTraining, trainingOp } from './frameworks/training/training.ts'
import { type Comparison, compare } from './golden/compare.ts'
import { compareModel } from './golden/compare-model.ts'
import type { Framework } from './golden/framework.ts'
import { expectedOf, type GoldenCase, type GoldenFile } from './golden/golden.ts'
import type { GoldenModel } from './golden/model.ts'
import { present } from './golden/present.ts'

/** What became of one case. */
export interface Verdict {
  readonly id: string
  readonly op: string
  readonly status: 'passed' | 'failed'
  readonly comparisons: readonly Comparison[]
  readonly problems: readonly string[]
}

/** Runs every case or vector of a file; never throws for what a case asks. */
export function runFile(file: GoldenFile): Verdict[] {
  if (file.vectors)
    return file.vectors.map((vector) => verdict(vector.id, opOf(vector.id), runVector(vector)))
  if (file.forward)
    return file.forward.map((golden) =>
      verdict(
        golden.id,
        golden.layer,
        attempt(() => runForward(golden)),
      ),
    )
  if (file.gradients)
    return file.gradients.map((golden) =>
      verdict(
        golden.id,
        opOfGradients(golden),
        attempt(() => runGradients(golden)),
      ),
    )
  if (file.training)
    return file.training.map((golden) =>
      verdict(
        golden.id,
        trainingOp(golden),
        attempt(() => runTraining(golden)),
      ),
    )
  if (file.models) return file.models.map(runModel)
  const framework = FRAMEWORKS[file.framework]
  return present(file.cases, 'cases').map((golden) =>
    framework
      ? runCase(framework, golden)
      : verdict(golden.id, golden.op, [problem(`no adapter for the framework ${file.framework}`)]),
  )
}

/** Reads every file of a folder of fixtures. */
export async function runFiles(manifest: Manifest): Promise<Verdict[]> {
  const results = await runManifest(manifest)
  return results.map(({ id, op, comparisons }) => verdict(id, op, comparisons))
}

/** Runs the program of a model. */
function runModel(golden: GoldenModel): Verdict {
  const { id, framework, backend, api } = golden
  const kind = backend ?? api
  const runner = MODELS[framework]
  const comparisons = runner
    ? attempt(() => compareModel(golden, runner(golden)))
    : [problem(`no runner of models of the framework ${framework}`)]
  return verdict(id, kind === undefined ? `${framework} model` : `${framework} model (${kind})`, comparisons)
}

/** `kat-00-philox4x32-10` is a vector of `philox4x32-10`. */
function opOf(id: string): string {
  return id.replace(/^kat-\d+-/, '')
}

function problem(text: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem: text }
}

/** What a run found, or why it could not. */
function attempt(run: () => readonly Comparison[]): readonly Comparison[] {
  try {
    return run()
  } catch (error) {
    return [problem(error instanceof Error ? error.message : String(error))]
  }
}

function verdict(id: string, op: string, comparisons: readonly Comparison[]): Verdict {
  const problems = comparisons.flatMap((comparison) => comparison.problem ?? [])
  return { id, op, status: problems.length > 0 ? 'failed' : 'passed', comparisons, problems }
}

function runCase(framework: Framework, golden: GoldenCase): Verdict {
  const { id, op } = golden
  try {
    const outcome = framework(golden)
    if (typeof outcome === 'string') return verdict(id, op, [problem(`${outcome} op`)])
    const expected = expectedOf(golden)
    const comparisons = expected.map((result, i) => {
      const computed = golden.tensors ? outcome.find(({ name }) => name === result.name) : outcome[i]
      const prefix = golden.tensors ? `${result.name}: ` : ''
      if (!computed) return problem(`${prefix}not computed`)
      const comparison = compare(result, computed.values)
      return comparison.problem === undefined
        ? comparison
        : { ...comparison, problem: prefix + comparison.problem }
    })
    if (outcome.length !== expected.length)
      comparisons.push(problem(`expected ${expected.length} results, got ${outcome.length}`))
    return verdict(id, op, comparisons)
  } catch (error) {
    return verdict(id, op, [problem(error instanceof Error ? error.message : String(error))])
  }
}
