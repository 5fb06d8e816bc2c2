/** Where memory that was given back is taken from; empty until `recycle` is called, which is then bundled, too. */
export const givenBack: { take?: (bytes: number) => ArrayBuffer | undefined } = {}
