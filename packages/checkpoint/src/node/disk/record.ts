import { createHash } from 'node:crypto'
import { isPlain, wrongValue } from '@nn/check'
import type { LawOf } from '../../law/values.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Prepared } from '../../plan/prepare.ts'

/** What every file of a checkpoint says about itself: enough to make it again, and the hash of its plan. */
export interface CheckpointRecord {
  readonly version: 1
  readonly recipe: string
  readonly options: Readonly<Record<string, number>>
  /** Decimal digits. */
  readonly seed: string
  readonly dtype: Plan['dtype']
  readonly shard: number
  /** SHA-256 of names, shapes, laws, files, recipe and seed: equal for the files of one checkpoint and no other. */
  readonly plan: string
}

/** The name in `__metadata__` of a file, and in `metadata` of an index. */
export const RECORD_NAME = 'nn.checkpoint'

/** The record of a checkpoint. */
export function recordOf({ plan, recipe, laws }: Prepared): CheckpointRecord {
  const { seed, dtype, shard, options, architecture, files } = plan
  const facts = [recipe.name, recipe.stream, seed, dtype, architecture, files, laws.map(lawFacts)]
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  return { version: 1, recipe: recipe.name, options, seed, dtype, shard, plan: digest }
}

function lawFacts({ parameter, matrices }: LawOf): unknown {
  const { name, shape, padding } = parameter
  return [name, shape, matrices.map(([, { init, zeroPadding }]) => [init, zeroPadding ? padding : null])]
}

/** The record in a file's metadata; undefined where there is none. @throws RangeError if it is damaged. */
export function readRecord(where: string, text: string | undefined): CheckpointRecord | undefined {
  if (text === undefined) return undefined
  const record: unknown = parsed(text)
  if (isRecord(record)) return record
  throw wrongValue(where, `a record ${RECORD_NAME} of version 1`, text)
}

function isRecord(record: unknown): record is CheckpointRecord {
  if (!isPlain(record)) return false
  const { version, recipe, seed, dtype, shard, plan, options } = record as Partial<CheckpointRecord>
  return (
    version === 1 &&
    [recipe, seed, dtype, plan].every((text) => typeof text === 'string') &&
    typeof shard === 'number' &&
    isPlain(options)
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
