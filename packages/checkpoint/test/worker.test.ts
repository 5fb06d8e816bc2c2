import { describe, expect, it } from 'vitest'
import { workerOf } from '../src/index.ts'

describe('the worker of a scheduler', () => {
  it.each<[name: string, environment: Record<string, string>, index: number, count: number, given?: number]>([
    ['none', {}, 0, 1],
    [
      'a Slurm array from 0',
      { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '0' },
      3,
      4,
    ],
    ['a Slurm array without its least', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4' }, 3, 4],
    [
      'a Slurm array from 1',
      { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1' },
      3,
      4,
    ],
    [
      'a Slurm array 2-8:3',
      {
        SLURM_ARRAY_TASK_ID: '8',
        SLURM_ARRAY_TASK_COUNT: '3',
        SLURM_ARRAY_TASK_MIN: '2',
        SLURM_ARRAY_TASK_STEP: '3',
      },
      2,
      3,
    ],
    ['srun', { SLURM_JOB_ID: '9', SLURM_STEP_ID: '0', SLURM_PROCID: '2', SLURM_NTASKS: '3' }, 2, 3],
    ['srun’s numbers alone', { SLURM_PROCID: '2', SLURM_NTASKS: '3' }, 2, 3],
    ['a batch script, which runs once', { SLURM_JOB_ID: '9', SLURM_PROCID: '0', SLURM_NTASKS: '3' }, 0, 1],
    ['Open MPI', { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' }, 1, 2],
    [
      'Open MPI below Slurm, whose own numbers are those of its daemons',
      { OMPI_COMM_WORLD_RANK: '3', OMPI_COMM_WORLD_SIZE: '4', SLURM_PROCID: '0', SLURM_NTASKS: '1' },
      3,
      4,
    ],
    ['PMI', { PMI_RANK: '0', PMI_SIZE: '2' }, 0, 2],
    [
      'srun in an array',
      {
        ...{ SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '2', SLURM_ARRAY_TASK_MIN: '1' },
        ...{ SLURM_STEP_ID: '0', SLURM_PROCID: '1', SLURM_NTASKS: '3' },
      },
      4,
      6,
    ],
    ['an Indexed Job', { JOB_COMPLETION_INDEX: '5' }, 5, 8, 8],
    ['GNU parallel, which counts from 1', { PARALLEL_SEQ: '5' }, 4, 8, 8],
    ['a scheduler’s count said again', { PMI_RANK: '1', PMI_SIZE: '2' }, 1, 2, 2],
  ])('%s', (_, environment, index, count, given) => {
    expect(workerOf({ count: given }, environment)).toEqual({ index, count })
  })

  it('gives way to index and count', () => {
    expect(workerOf({ index: 1, count: 3 }, { PMI_RANK: '0', PMI_SIZE: '2' })).toEqual({ index: 1, count: 3 })
  })

  it('shares all numbers out once', () => {
    const seen = ['0', '1', '2', '3'].flatMap((id) =>
      ['0', '1', '2'].map((rank) => {
        const array = { SLURM_ARRAY_TASK_ID: id, SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '0' }
        return workerOf({}, { ...array, PMI_RANK: rank, PMI_SIZE: '3' }).index
      }),
    )
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i))
  })
})

describe('refused', () => {
  it.each<[object, Record<string, string>, RegExp]>([
    [{ index: 1 }, {}, /count beside index, got none/],
    [{ index: 2, count: 2 }, {}, /index to be an integer of \[0, 1\], got 2/],
    [{ index: -1, count: 2 }, {}, /index to be an integer/],
    [{ index: 0.5, count: 2 }, {}, /index to be an integer/],
    [{ index: 0, count: 0 }, {}, /count to be an integer >= 1, got 0/],
    [{ index: '0', count: 1 }, {}, /index to be a number/],
    [{ count: 2 }, {}, /index beside count, got none; give index, or run under a scheduler/],
    [{ rank: 2 }, {}, /options index, count, got "rank"/],
    [{ count: 3 }, { PMI_RANK: '0', PMI_SIZE: '2' }, /the scheduler's count 2, got 3/],
    [{}, { JOB_COMPLETION_INDEX: '0' }, /count beside JOB_COMPLETION_INDEX, got none/],
    [{}, { PARALLEL_SEQ: '1' }, /count beside PARALLEL_SEQ, got none/],
    [{ count: 2 }, { PARALLEL_SEQ: '3' }, /PARALLEL_SEQ to be an integer of \[0, 1\], got 2/],
    [{ count: 2 }, { JOB_COMPLETION_INDEX: '-1' }, /JOB_COMPLETION_INDEX to be a whole number, got "-1"/],
    [
      {},
      { OMPI_COMM_WORLD_RANK: 'x', OMPI_COMM_WORLD_SIZE: '2' },
      /OMPI_COMM_WORLD_RANK to be a whole number/,
    ],
    [{}, { OMPI_COMM_WORLD_RANK: '2', OMPI_COMM_WORLD_SIZE: '2' }, /of \[0, 1\], got 2/],
    [
      {},
      { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_COUNT: '3', SLURM_ARRAY_TASK_MIN: '0' },
      /one of 3 tasks from 0 on, got 7; number the tasks of the array without holes/,
    ],
  ])('%j of %j', (options, environment, error) => {
    expect(() => workerOf(options, environment)).toThrow(error)
  })

  it.each([null, 3])('variables %j', (environment) => {
    expect(() => workerOf({}, environment as never)).toThrow(/an object of variables/)
  })

  it.each([null, 3, []])('options %j', (options) => {
    expect(() => workerOf(options as never, {})).toThrow(TypeError)
  })
})
