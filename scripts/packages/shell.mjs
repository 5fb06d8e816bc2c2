import { execFileSync } from 'node:child_process'

// npx passes .npmrc on as variables, and npm takes this one for a command-line flag that `npm install` refuses.
delete process.env.npm_config_allow_scripts

/** Runs a command in a folder and returns what it prints. @throws Error if it fails */
export function run(cwd, command, ...args) {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
}
