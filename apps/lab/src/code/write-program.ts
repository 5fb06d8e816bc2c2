import { startNetwork } from '../networks/start-network.ts'
import { ProblemError } from '../state/problem.ts'
import type { LabState } from '../state/state.ts'
import type { Framework, Program } from './framework.ts'
import { SHOWN, shownOf, VALUES } from './python.ts'
import { Refusal } from './refusal.ts'
import type { Sites } from './sites.ts'

const QR = 'Orthogonal matrices come from LAPACK, whose last digits are not known here'

/** The program of a state in one framework, with what it prints; a note where there is none. */
export async function writeProgram(state: LabState, sites: Sites, framework: Framework): Promise<Program> {
  const { name, title, dialect } = framework
  try {
    // Its own words for what it has not come first.
    framework.write(state, sites, { isLong: false, isRounded: false })
    // One example is enough, as nothing is computed of it.
    const { network } = await startNetwork({ ...state, dialect: dialect ?? state.dialect, batch: 1 })
    const parameters = [...framework.parameters(network.net, state)]
    const isRounded = sites.hasOrthogonal && name !== 'typescript'
    const code = framework.write(state, sites, { isLong: parameters.length > SHOWN.all, isRounded })
    const unknown = framework.unknown?.(state, sites)
    const lines = shownOf(parameters).map(([path, value]) => {
      const values = Float32Array.from(value.reshape([-1]).slice([0, VALUES]).toArray())
      return `${path} ${framework.print(values, isRounded)}\n`
    })
    const notes = [
      framework.note?.(state, sites),
      unknown,
      isRounded ? `${QR}: four are printed.` : undefined,
    ]
    return {
      framework: name,
      title,
      code,
      prints: unknown === undefined ? lines.join('') : undefined,
      note: notes.filter((note) => note !== undefined).join(' ') || undefined,
    }
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ProblemError)) throw error
    return { framework: name, title, code: '', prints: undefined, note: error.message }
  }
}
