import type { Field } from '../state/problem.ts'
import type { LabState, RoleName } from '../state/state.ts'
import type { LabNetwork } from './network.ts'

/** The choice that an error of `initialize` is about: messages begin with the parameter's path, or name a rule. */
export function fieldOf(message: string, { init, dialect }: LabState, network: LabNetwork): Field {
  const role = roleOf(message, network)
  // What its layer's default cannot start is for the framework to say.
  return init[role].name === 'default' && dialect !== 'none' ? 'dialect' : role
}

function roleOf(message: string, { net, embedding }: LabNetwork): RoleName {
  const path = [...net.parameters().keys()].find((known) => message.startsWith(`${known}:`))
  const role = path === undefined ? undefined : net.parameters().get(path)?.role
  if (role === 'bias' || message.includes('rule role "bias"')) return 'bias'
  const table = embedding === undefined ? undefined : `${embedding}.weight`
  return table !== undefined && (path === table || message.includes(`rule ${table}`)) ? 'embedding' : 'weight'
}
