// Builds the site into dist: the reference, the collected pages, all pages, the packages for blocks that run, the lab and its pictures.
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { writeCollected } from './collected.mjs'
import { writeModules } from './modules.mjs'
import { writeNotFound } from './not-found.mjs'
import { writeReference } from './reference.mjs'
import { relocate } from './relocate.mjs'

const home = fileURLToPath(new URL('../../', import.meta.url))
const dist = `${home}dist`

await writeReference(`${home}pages/api`)
writeCollected(new URL('../../pages/', import.meta.url))
await build(home)
relocate(dist)
writeNotFound(`${dist}/404.html`)
await writeModules(`${dist}/modules`)
cpSync(`${home}../lab/dist`, `${dist}/lab`, { recursive: true })
cpSync(`${home}../../docs/pictures`, `${dist}/pictures`, { recursive: true })
