import { writeFileSync } from 'node:fs'

/**
 * Writes the page that hosts show for what is not there, under whatever address that was. It loads nothing, and looks for the site's
 * start in the folders above.
 *
 * @param {string} file
 */
export function writeNotFound(file) {
  writeFileSync(file, PAGE)
}

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Not found | @nn</title>
    <style>
      :root { --text: #3c3c43; --back: #ffffff; --link: #3451b2 }
      @media (prefers-color-scheme: dark) { :root { --text: #dfdfd6; --back: #1b1b1f; --link: #a8b1ff } }
      body { color: var(--text); background: var(--back); font: 1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem }
      h1 { font-size: 1.5rem; font-weight: 600 }
      a { color: var(--link) }
    </style>
  </head>
  <body>
    <main>
      <h1>There is no such page</h1>
      <p>Its address may be misspelt, or the page may have moved. <a id="start" hidden>Go to the start</a></p>
    </main>
    <script>
      (async () => {
        for (let path = location.pathname; path !== ''; path = path.slice(0, -1)) {
          if (!path.endsWith('/')) continue
          const found = await fetch(path + 'hashmap.json').catch(() => undefined)
          if (!found?.ok || !found.headers.get('content-type')?.includes('json')) continue
          const start = document.getElementById('start')
          start.href = path
          start.hidden = false
          return
        }
      })()
    </script>
  </body>
</html>
`
