/** Something that the doctor says about a file. */
export interface Finding {
  /** `'fault'` for what no initialisation or training means to do; `'note'` for what may be meant. */
  readonly severity: 'fault' | 'note'
  readonly kind:
    | 'not finite'
    | 'never initialised'
    | 'all zero'
    | 'zero rows'
    | 'equal rows'
    | 'equal parts'
    | 'equal tensors'
    | 'unlike its siblings'
    | 'mean'
    | 'zeros'
    | 'cut'
    | 'not as the recipe'
  /** Names of the tensors, the first of them first. */
  readonly tensors: readonly string[]
  readonly text: string
}
