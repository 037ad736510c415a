import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import { CloudError, invalidParameter } from '../errors'
import { limits } from '../limits'

export type Params = Record<string, unknown>

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limits.requestBody) throw new CloudError('EXCEED_REQUEST_LIMIT', 'request body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The fields of a JSON or a multipart request; parts that are octet streams stay bytes. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  const type = request.headers['content-type'] ?? ''
  return type.startsWith('multipart/form-data') ? readMultipart(request) : parseJson(await readBytes(request))
}

function parseJson(bytes: Buffer): Params {
  try {
    return JSON.parse(bytes.toString('utf8')) as Params
  } catch {
    throw invalidParameter('the request body is not JSON')
  }
}

function readMultipart(request: IncomingMessage): Promise<Params> {
  const params: Params = {}
  return new Promise((resolve, reject) => {
    const parser = busboy({
      headers: request.headers,
      limits: { fieldSize: limits.requestBody, fileSize: limits.requestBody },
    })
    parser.on('field', (name, value) => (params[name] = value))
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => (params[name] = Buffer.concat(chunks)))
    })
    parser.on('close', () => resolve(params))
    parser.on('error', reject)
    request.pipe(parser)
  })
}
