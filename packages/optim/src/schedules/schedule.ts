/**
 * A learning rate schedule: the rate of a step, counted from 0, from the rate that the optimizer or the group was given. A pure function of
 * both: training goes on anywhere by the number of the step alone.
 */
export type Schedule = (step: number, learningRate: number) => number
