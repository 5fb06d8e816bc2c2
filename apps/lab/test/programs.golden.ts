import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { startNetwork } from '../src/networks/start-network.ts'
import { code } from '../src/pictures/code.ts'
import type { CodeData } from '../src/pictures/picture.ts'
import { ProblemError } from '../src/state/problem.ts'
import type { LabState } from '../src/state/state.ts'
import { PROGRAM_STATES } from './program-states.ts'
import { randomStates } from './random-states.ts'
import { runTypescript } from './run-program.ts'

type Program = CodeData['programs'][number]

interface Ran {
  readonly state: string
  readonly framework: string
  readonly code: string
  /** By the live framework. */
  readonly printed: string
}

/** Made by python/run_programs.py. */
const golden: { readonly programs: readonly Ran[] } = JSON.parse(
  readFileSync(new URL('golden/programs.json', import.meta.url), 'utf8'),
)

async function programsOf(state: LabState): Promise<readonly Program[]> {
  return (await code(state, { turn: async () => {} })).programs
}

describe('the programs of the stored states', () => {
  const made = new Map<string, readonly Program[]>()
  beforeAll(async () => {
    for (const { name, state } of PROGRAM_STATES) made.set(name, await programsOf(state))
  })
  const of = (name: string, framework: string): Program | undefined =>
    made.get(name)?.find((program) => program.framework === framework)

  it('in PyTorch, Keras and JAX are those that were run, and print what they printed, every character', () => {
    const now = [...made].flatMap(([state, programs]) =>
      programs
        .filter(({ framework, code }) => ['torch', 'keras', 'jax'].includes(framework) && code !== '')
        .map(({ framework, code, prints }) => ({ state, framework, code, printed: prints })),
    )
    expect(now).toEqual(golden.programs)
    expect(now.length).toBeGreaterThanOrEqual(45)
  })

  it.each(PROGRAM_STATES)(
    'in TypeScript: $name prints what is said, with the built packages',
    async ({ name }) => {
      const program = of(name, 'typescript')
      expect(await runTypescript(`state-${[...made.keys()].indexOf(name)}`, program?.code ?? '')).toBe(
        program?.prints,
      )
    },
  )

  it('in MXNet say that they were not run', () => {
    const programs = PROGRAM_STATES.map(({ name }) => of(name, 'mxnet')).filter(
      (program) => program?.code !== '',
    )
    expect(programs.length).toBeGreaterThanOrEqual(5)
    for (const program of programs) expect(program?.note).toContain('was not run')
  })

  it('name the seed of the state', () => {
    for (const { name, state } of PROGRAM_STATES) {
      for (const { code } of made.get(name) ?? []) if (code !== '') expect(code).toContain(String(state.seed))
    }
  })
})

describe('200 states', () => {
  it('have a program or say why not, in every framework; or are no network at all', async () => {
    const counts = new Map<string, number>()
    for (const state of randomStates(200, 5)) {
      const programs = await programsOf(state).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ProblemError)
        return undefined
      })
      if (programs === undefined) {
        await expect(startNetwork({ ...state, dialect: 'none' })).rejects.toThrow(ProblemError)
        continue
      }
      expect(programs.map(({ framework }) => framework)).toEqual([
        'typescript',
        'torch',
        'keras',
        'jax',
        'mxnet',
      ])
      for (const { framework, code, note, prints } of programs) {
        if (code === '') expect(note).toMatch(/\w/)
        else counts.set(framework, (counts.get(framework) ?? 0) + 1)
        if (code !== '' && prints === undefined) expect(note).toMatch(/\w/)
      }
    }
    for (const framework of ['typescript', 'torch', 'keras', 'jax']) {
      expect(counts.get(framework)).toBeGreaterThan(50)
    }
  })
})
