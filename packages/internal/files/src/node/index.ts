export { makeFolder, syncFolder } from './folder.ts'
export { codeOf, onPath, orElse, systemError } from './system-error.ts'
export {
  discard,
  hold,
  isOld,
  ownerLives,
  release,
  removeStale,
  temporariesIn,
  temporaryIn,
} from './temporary.ts'
