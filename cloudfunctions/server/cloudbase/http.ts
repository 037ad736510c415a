/** HTTP access to a function, as CloudBase hands it over. */
export interface HttpEvent {
  path: string
  httpMethod: string
  headers?: Record<string, string | undefined>
  body?: string
  /** The gateway may encode any body; signatures are over the decoded bytes. */
  isBase64Encoded?: boolean
}

export interface HttpRequest {
  method: string
  headers: Record<string, string | undefined>
  body: Buffer
}

export const readHttpEvent = ({ httpMethod, headers = {}, body = '', isBase64Encoded }: HttpEvent): HttpRequest => ({
  method: httpMethod,
  headers,
  body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
})
