import { existsSync } from 'node:fs'

/** What a browser without a network and a display is to leave alone. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How tests and scripts start Chromium: the one that CHROMIUM names, or Debian's, else the one that Playwright has installed. */
export function chromiumOptions(...flags) {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  return { ...(executablePath && { executablePath }), args: [...FLAGS, ...flags] }
}
