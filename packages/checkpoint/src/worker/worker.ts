import { checkOptions, integer, message, type OptionNames, wrongKind, wrongValue } from '@nn/check'

/** Which share of a checkpoint a process makes: of the files, numbered from 0, those whose remainder by `count` is `index`. */
export interface Worker {
  readonly index: number
  readonly count: number
}

/** A worker, where it is given by hand. */
export interface WorkerOptions {
  readonly index?: number | undefined
  readonly count?: number | undefined
}

/** Variables of a process, such as Node's `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

const WHERE = 'worker'
const OPTIONS: OptionNames<WorkerOptions> = { index: true, count: true }

/**
 * The worker that a process is: of the options where both are given, else of the scheduler's variables. A Slurm array
 * (`SLURM_ARRAY_TASK_ID`, `_COUNT`, `_MIN`, `_STEP`), and in it the tasks of Open MPI (`OMPI_COMM_WORLD_RANK`, `_SIZE`), of PMI
 * (`PMI_RANK`, `PMI_SIZE`) or of `srun` (`SLURM_PROCID`, `SLURM_NTASKS`). An Indexed Job of Kubernetes (`JOB_COMPLETION_INDEX`) and GNU
 * parallel (`PARALLEL_SEQ`) do not say how many there are: `count` is given. Without any of them, the one worker of one.
 *
 * @throws RangeError if index or count are missing, no whole numbers, or do not fit each other.
 * @example
 * ```ts
 * import { workerOf } from '@nn/checkpoint'
 * workerOf({}, {}) // => { index: 0, count: 1 }
 * workerOf({}, { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1' }) // => { index: 2, count: 4 }
 * workerOf({ count: 8 }, { JOB_COMPLETION_INDEX: '5' }) // => { index: 5, count: 8 }
 * workerOf({}, { JOB_COMPLETION_INDEX: '5' }) // throws /expected count beside JOB_COMPLETION_INDEX, got none/
 * ```
 */
export function workerOf(options: WorkerOptions = {}, environment: Environment = {}): Worker {
  checkOptions(WHERE, options, OPTIONS)
  if (typeof environment !== 'object' || environment === null) {
    throw wrongKind(WHERE, "an object of variables, such as Node's process.env", environment)
  }
  const { index, count } = options
  if (index !== undefined) {
    if (count === undefined) throw new RangeError(message(WHERE, 'count beside index', 'none', 'give both'))
    return checked({ index, count }, 'index')
  }
  const found = ofScheduler(environment)
  if (found !== undefined) {
    if (count === undefined || count === found.count) return found
    const cure = 'leave count out, or give index too'
    throw new RangeError(message(WHERE, `the scheduler's count ${found.count}`, String(count), cure))
  }
  return ofIndexAlone(environment, count)
}

function ofScheduler(environment: Environment): Worker | undefined {
  const array = ofArray(environment)
  const task =
    pair(environment, 'OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE') ??
    pair(environment, 'PMI_RANK', 'PMI_SIZE') ??
    (isBatchScript(environment) ? undefined : pair(environment, 'SLURM_PROCID', 'SLURM_NTASKS'))
  if (array === undefined || task === undefined) return array ?? task
  return { index: array.index * task.count + task.index, count: array.count * task.count }
}

/** A batch script runs once, whatever number of tasks it may start by `srun`. */
function isBatchScript({ SLURM_JOB_ID, SLURM_STEP_ID, SLURM_STEPID }: Environment): boolean {
  return SLURM_JOB_ID !== undefined && SLURM_STEP_ID === undefined && SLURM_STEPID === undefined
}

function ofArray(environment: Environment): Worker | undefined {
  const task = pair(environment, 'SLURM_ARRAY_TASK_ID', 'SLURM_ARRAY_TASK_COUNT', false)
  if (task === undefined) return undefined
  const least = whole(environment, 'SLURM_ARRAY_TASK_MIN') ?? 0
  const step = whole(environment, 'SLURM_ARRAY_TASK_STEP') ?? 1
  const index = (task.index - least) / Math.max(1, step)
  if (Number.isInteger(index) && index >= 0 && index < task.count) return { index, count: task.count }
  const cure = 'number the tasks of the array without holes, or give index and count'
  const expected = `SLURM_ARRAY_TASK_ID to be one of ${task.count} tasks from ${least} on`
  throw new RangeError(message(WHERE, expected, String(task.index), cure))
}

function ofIndexAlone(environment: Environment, count: number | undefined): Worker {
  const job = whole(environment, 'JOB_COMPLETION_INDEX')
  const sequence = whole(environment, 'PARALLEL_SEQ')
  const name = job === undefined ? 'PARALLEL_SEQ' : 'JOB_COMPLETION_INDEX'
  const index = job ?? (sequence === undefined ? undefined : sequence - 1)
  if (index === undefined) {
    if (count === undefined) return { index: 0, count: 1 }
    const cure = 'give index, or run under a scheduler'
    if (count !== 1) throw new RangeError(message(WHERE, 'index beside count', 'none', cure))
    return { index: 0, count }
  }
  if (count === undefined) {
    throw new RangeError(message(WHERE, `count beside ${name}`, 'none', 'give the number of workers'))
  }
  return checked({ index, count }, name)
}

/** A rank and a size; both or neither. */
function pair(environment: Environment, rank: string, size: string, isRank = true): Worker | undefined {
  const [index, count] = [whole(environment, rank), whole(environment, size)]
  if (index === undefined || count === undefined) return undefined
  return isRank ? checked({ index, count }, rank) : { index, count }
}

/** A whole number of a variable; undefined where it is not set. */
function whole(environment: Environment, name: string): number | undefined {
  const text = environment[name]
  if (text === undefined || text === '') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw wrongValue(WHERE, `${name} to be a whole number`, text)
}

function checked({ index, count }: Worker, name: string): Worker {
  integer(WHERE, 'count', count, 1)
  integer(WHERE, name, index, 0, count - 1)
  return { index, count }
}
