import { relaunch } from './launch'
import { changePhone, type PhoneSettings } from './phone'

/** Messages that the page around the phone sends. */
type ShellMessage =
  | { boyi: 'launch'; path: string; query?: string | Record<string, string>; scene?: number }
  | ({ boyi: 'set' } & Partial<PhoneSettings>)
  | { boyi: 'scanned'; id: string; text: string | null }

/** Whether a page with a garage stands around the phone. */
export const framed = window.parent !== window

const scans = new Map<string, (text: string | null) => void>()

export function listenToShell(): void {
  addEventListener('message', (event: MessageEvent<Partial<ShellMessage> | null>) => {
    if (event.source === window.parent && event.data?.boyi) receive(event.data as ShellMessage)
  })
}

export function tellReady(): void {
  if (framed) tell({ boyi: 'ready' })
}

/** Lets the person choose a code in the garage; nothing means that they turned back. */
export function scanInShell(): Promise<string | null> {
  const id = crypto.randomUUID()
  tell({ boyi: 'scan', id })
  return new Promise((resolve) => scans.set(id, resolve))
}

function tell(message: object): void {
  window.parent.postMessage(message, location.origin)
}

function receive(message: ShellMessage): void {
  if (message.boyi === 'launch') relaunch(message.path, message.query, message.scene)
  else if (message.boyi === 'scanned') {
    scans.get(message.id)?.(message.text)
    scans.delete(message.id)
  } else {
    const { boyi: _, ...change } = message
    changePhone(change)
  }
}
