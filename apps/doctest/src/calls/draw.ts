import type { Chance } from './chance.ts'
import { HOSTILE } from './hostile.ts'
import { type Field, membersOf } from './interfaces.ts'
import { kindOf, literalsOf } from './kinds.ts'
import { type Kind, type Make, SPECIMENS } from './specimens.ts'
import type { Callable } from './surface.ts'

type Interfaces = Parameters<typeof membersOf>[1]

const KINDS = Object.keys(SPECIMENS) as Kind[]
/** Keras's backends have methods of a stream's names, and are none: only what asks for one gets them. */
const ALL: readonly Make[] = KINDS.flatMap((kind) => (kind === 'kerasBackend' ? [] : SPECIMENS[kind]))

/** The odds of a value: of the kind that is asked for, of any other kind, or of none. */
const RIGHT = 0.68
const OTHER = 0.1

function specimen(chance: Chance, kind: Kind): unknown {
  return chance.of<Make>(SPECIMENS[kind])()
}

/** A value for a parameter or a member. */
function valueFor(chance: Chance, field: Field, interfaces: Interfaces, depth: number): unknown {
  const odds = chance.unit()
  if (odds > RIGHT + OTHER) return chance.of(HOSTILE)()
  if (odds > RIGHT) return chance.of(ALL)()
  const literals = literalsOf(field.type)
  if (literals.length > 0 && chance.is(0.7)) return chance.of(literals)
  const isOptions = /Options\b/.test(field.type) || field.name.startsWith('{')
  const kind = isOptions ? undefined : kindOf(field.name, field.type)
  if (kind !== undefined) return specimen(chance, kind)
  const members = membersOf(field.type, interfaces)
  if (members.length > 0 && depth < 3) return optionsOf(chance, members, interfaces, depth)
  return chance.is(0.3) ? undefined : specimen(chance, chance.of(KINDS))
}

/** An object with some of the members, now and then with one that there is not. */
function optionsOf(
  chance: Chance,
  members: readonly Field[],
  interfaces: Interfaces,
  depth: number,
): unknown {
  const options: Record<string, unknown> = {}
  const share = chance.unit()
  for (const member of members)
    if (chance.is(share)) options[member.name] = valueFor(chance, member, interfaces, depth + 1)
  if (chance.is(0.05)) options.stdev = 1
  return options
}

/** The arguments of a call: most often as many as there are parameters, now and then fewer, or one more. */
export function argumentsOf(chance: Chance, { parameters }: Callable, interfaces: Interfaces): unknown[] {
  const count = chance.is(0.75) ? parameters.length : chance.below(parameters.length + 2)
  return Array.from({ length: count }, (_, i) =>
    valueFor(chance, parameters[i] ?? { name: 'extra', type: '' }, interfaces, 0),
  )
}
