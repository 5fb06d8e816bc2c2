import type { Browser } from 'playwright'

/** The page that was built, on loopback, and a browser. */
export interface OpenLab {
  readonly url: string
  readonly browser: Browser
  readonly close: () => Promise<void>
}

/** Builds the lab into `outDir` (default `dist`), serves it on loopback and starts a browser. */
export function openLab(options?: { readonly outDir?: string }): Promise<OpenLab>
