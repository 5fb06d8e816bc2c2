/** Where the files of a library lie that it loads itself: a folder, in a page one that is served. */
export function filesOf(name) {
  const path = `node_modules/${name}/dist/`
  return typeof document === 'object'
    ? `/${path}`
    : decodeURIComponent(new URL(path, import.meta.url).pathname)
}
