/** Why a framework has no program of a state, in a sentence that stands in its place. */
export class Refusal extends Error {
  constructor(text: string) {
    super(text)
    this.name = 'Refusal'
  }
}

/** @throws Refusal of a law that a framework does not have; undefined is a function of JavaScript. */
export function refuseLaw(framework: string, name: string | undefined): never {
  if (name !== undefined) throw new Refusal(`${framework} has no ${name}, and no short program draws it.`)
  throw new Refusal(`A law that is a function of JavaScript is not translated to ${framework}.`)
}
