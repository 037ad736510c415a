import { relaunch } from './launch'
import { changePhone, type PhoneSettings } from './phone'

/** Messages that the page around the phone sends. */
type ShellMessage =
  | { boyi: 'launch'; path: string; query?: string | Record<string, string>; scene?: number }
  | ({ boyi: 'set' } & Partial<PhoneSettings>)
  | { boyi: 'scanned'; id: string; text: string | null; as?: Read['as'] }

/** A code that the scanner saw, and how it is printed, if that is known. */
export interface Read {
  text: string
  as?: 'square' | 'bars'
}

/** Whether a page with a garage stands around the phone. */
export const framed = window.parent !== window

const scans = new Map<string, (read: Read | null) => void>()

export function listenToShell(): void {
  addEventListener('message', (event: MessageEvent<Partial<ShellMessage> | null>) => {
    if (event.source === window.parent && event.data?.boyi) receive(event.data as ShellMessage)
  })
}

export function tellReady(): void {
  if (framed) tell({ boyi: 'ready' })
}

/** Lets the person choose a code in the garage; nothing means that they turned back. */
export function scanInShell(types: readonly string[]): Promise<Read | null> {
  const id = crypto.randomUUID()
  tell({ boyi: 'scan', id, types })
  return new Promise((resolve) => scans.set(id, resolve))
}

function tell(message: object): void {
  window.parent.postMessage(message, location.origin)
}

function receive(message: ShellMessage): void {
  if (message.boyi === 'launch') relaunch(message.path, message.query, message.scene)
  else if (message.boyi === 'scanned') {
    const { text, as } = message
    scans.get(message.id)?.(text === null ? null : { text, ...(as && { as }) })
    scans.delete(message.id)
  } else {
    const { boyi: _, ...change } = message
    changePhone(change)
  }
}
