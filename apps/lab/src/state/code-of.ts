import { type LabState, ROLES, type RoleName } from './state.ts'

/** The roles whose values come from what a reader typed. */
export function codeOf({ init }: LabState): RoleName[] {
  return ROLES.filter((role) => 'code' in init[role])
}
