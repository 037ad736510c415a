/** What benches read from the running page, as `globalThis.__boyi`. */
export const measurements = {
  /** The biggest single setData of the mini program's own pages and components, in KB of JSON. */
  largestSetData: 0,
  setDataCalls: 0,
}
