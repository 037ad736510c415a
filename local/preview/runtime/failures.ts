import { make, overlay } from './dom'

type ErrorListener = (message: string) => void
const listeners = new Set<ErrorListener>()

export function onFailure(listener: ErrorListener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says on the page and in the console that the preview lacks something; nobody should have to guess. */
export function lacking(what: string): Error {
  const error = new Error(`the preview does not imitate ${what}`)
  showFailure(error.message)
  return error
}

/** Brings an error of the mini program to the console and to whoever listens. */
export function reportFailure(error: unknown): void {
  console.error(error)
  const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
  for (const listener of [...listeners]) listener(message)
}

export function watchRejections(notify: (reason: unknown) => void): void {
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    console.error('unhandled rejection:', describe(event.reason))
    notify(event.reason)
  })
  addEventListener('error', (event) => {
    for (const listener of [...listeners]) listener(event.message)
  })
}

function describe(reason: unknown): unknown {
  return reason instanceof Error ? reason : JSON.stringify(reason)
}

function showFailure(message: string): void {
  const text = make('p', '', message)
  const note = overlay('failure', text)
  note.element.setAttribute('role', 'alert')
  note.element.addEventListener('click', note.close)
}
