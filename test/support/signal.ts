/** Lets a test hold one call back until another has come so far. */
export interface Signal {
  given: Promise<void>
  give: () => void
}

export function signal(): Signal {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  return { given, give: () => give() }
}
