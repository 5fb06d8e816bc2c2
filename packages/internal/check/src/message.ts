/** `where: expected X, got Y; cure`: the form of every error. */
export function message(where: string, expected: string, got: string, cure?: string): string {
  const complaint = `${where}: expected ${expected}, got ${got}`
  return cure === undefined ? complaint : `${complaint}; ${cure}`
}
