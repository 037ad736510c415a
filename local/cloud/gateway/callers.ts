import { randomBytes } from 'node:crypto'
import { CloudError } from '../errors'

/** On whose behalf a request comes. */
export interface Caller {
  openid?: string
  unionid?: string
  /** Where the call came from, each hop appended: "wx_client", "wx_client,scf". */
  source: string
  /** The open API calls that the calling function's config.json permits. */
  openApi: readonly string[] | 'all'
  /** Milliseconds that the calling process's clock is ahead of real time. */
  ahead: number
}

/** Each invocation has a token of its own, by which its requests are known. */
export class Callers {
  private readonly tokens = new Map<string, Caller>()

  issue(caller: Caller): string {
    const token = randomBytes(16).toString('hex')
    this.tokens.set(token, caller)
    return token
  }

  admit(token: string, caller: Caller): void {
    this.tokens.set(token, caller)
  }

  retire(token: string): void {
    this.tokens.delete(token)
  }

  get(token: unknown): Caller {
    const caller = this.tokens.get(String(token))
    if (!caller) throw new CloudError('INVALID_COMMON_PARAM', 'unknown wxCloudApiToken')
    return caller
  }
}
