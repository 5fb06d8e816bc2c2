/** Why a framework has no program of a state, in a sentence that stands in its place. */
export class Refusal extends Error {
  constructor(text: string) {
    super(text)
    this.name = 'Refusal'
  }
}
