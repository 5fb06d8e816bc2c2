import type { Framework } from '../code/framework.ts'
import { jax } from '../code/jax/jax.ts'
import { keras } from '../code/keras/keras.ts'
import { mxnet } from '../code/mxnet/mxnet.ts'
import { Sites } from '../code/sites.ts'
import { torch } from '../code/torch/torch.ts'
import { typescript } from '../code/typescript/typescript.ts'
import { writeProgram } from '../code/write-program.ts'
import { startNetwork } from '../networks/start-network.ts'
import type { CodeData, Compute } from './picture.ts'

const FRAMEWORKS: readonly Framework[] = [typescript, torch, keras, jax, mxnet]

/** The programs that start this state's network, and what they print. */
export const code: Compute<CodeData> = async (state, { turn }) => {
  // The choices are read where no dialect has its own words for them.
  const { network } = await startNetwork({ ...state, dialect: 'none', batch: 1 })
  const sites = new Sites(network.net)
  const programs: CodeData['programs'][number][] = []
  for (const framework of FRAMEWORKS) {
    programs.push(await writeProgram(state, sites, framework))
    await turn()
  }
  return { programs }
}
