/** The version of this program. package.json and the release tag are held equal to it by test. */
export const VERSION = '1.0.0'
