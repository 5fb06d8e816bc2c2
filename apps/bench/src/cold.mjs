// A process of its own: imports the module it is given, makes a small network, runs it once. Without one: what Node alone takes.
const [module] = process.argv.slice(2)
if (module !== undefined) {
  const { default: runs } = await import(module)
  const { workloads } = await import('./workloads.mjs')
  const run = await runs['tiny-mlp'](workloads['tiny-mlp'].data())
  await run()
}
process.exit(0)
