declare module 'virtual:entries' {
  /** The entries of the packages that blocks of a page can import. */
  export const ENTRIES: readonly string[]
}
