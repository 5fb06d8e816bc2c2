/** The path under which the site is built, for which the place where it is served stands in the end. */
export const PLACEHOLDER = '/__base__/'
