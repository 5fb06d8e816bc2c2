/** x^(1/4) by square roots, which are the same on every engine. */
export function fourthRoot(x: number): number {
  return Math.sqrt(Math.sqrt(x))
}
