import type { OpenLab } from './open-lab.mjs'

/** The pictures of the README as the page saves them, by the names of their files. */
export function makePictures(lab: Pick<OpenLab, 'url' | 'browser'>): Promise<Map<string, string>>
