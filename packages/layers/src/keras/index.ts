export { type KerasNameOptions, kerasStateDict, loadKerasStateDict } from './keras-state.ts'
