import { cpuExact } from '@nn/backend-cpu'
import type { Framework } from '../framework.ts'
import { typescriptProgram } from './program.ts'

export const typescript: Framework = {
  name: 'typescript',
  title: 'TypeScript',
  dialect: undefined,
  parameters: (net) => net.stateDict(),
  print: (values) => String(cpuExact.tensor(values)),
  write: (state, _, printing) => typescriptProgram(state, printing),
}
