/** What a page asks a worker to run. */
export interface Job {
  readonly code: string
  /** The address of the folder of the packages' modules. */
  readonly modules: string
}

/** What a worker says of a block that it runs; lines count from 1. */
export type Message =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'value' | 'thrown'; readonly line: number; readonly text: string }
  | { readonly kind: 'error'; readonly line: number | undefined; readonly text: string }
  | { readonly kind: 'done' }
