export { type FromJSONOptions, fromJSON } from './from-json.ts'
export { recipeFromJSON } from './recipe-from-json.ts'
export { type DataRule, type DataSelector, type RuleJSON, rulesFromJSON, rulesToJSON } from './rules-json.ts'
