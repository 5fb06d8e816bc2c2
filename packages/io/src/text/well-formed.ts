/** Half of a surrogate pair without the other, which UTF-8 cannot say. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Whether a text consists of whole characters. */
export function isWellFormed(text: string): boolean {
  return !LONE.test(text)
}
