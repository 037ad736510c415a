/** The protobuf messages around the open API. Field numbers are the SDK's. */
import { Reader, Writer } from 'protobufjs/minimal'

export interface OpenApiRequest {
  appid?: string
  /** Each argument's JSON text or bytes. */
  arguments: Argument[]
}

export interface Argument {
  key: string
  value: Buffer
  /** Present when the value is a file. */
  contentType?: string
  filename?: string
}

export interface OpenApiResponse {
  data?: Buffer
  contentType?: string
  errorCode?: number
}

const requestField = { openapiData: 2, appid: 6 } as const
const pairField = { key: 1, value: 2, contentType: 3, filename: 4 } as const
const responseTag = { respData: tag(1, 2), contentType: tag(2, 2), errorCode: tag(3, 0), httpCode: tag(4, 0) } as const

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType
}

export function readRequest(bytes: Buffer): OpenApiRequest {
  const request: OpenApiRequest = { arguments: [] }
  eachField(Reader.create(bytes), {
    [requestField.openapiData]: (reader) =>
      eachField(inner(reader), { 1: (pairs) => void request.arguments.push(readArgument(inner(pairs))) }),
    [requestField.appid]: (reader) => void (request.appid = reader.string()),
  })
  return request
}

function readArgument(reader: Reader): Argument {
  const argument: Argument = { key: '', value: Buffer.alloc(0) }
  eachField(reader, {
    [pairField.key]: (field) => void (argument.key = field.string()),
    [pairField.value]: (field) => void (argument.value = Buffer.from(field.bytes())),
    [pairField.contentType]: (field) => void (argument.contentType = field.string()),
    [pairField.filename]: (field) => void (argument.filename = field.string()),
  })
  return argument
}

function eachField(reader: Reader, fields: Record<number, (reader: Reader) => void>): void {
  while (reader.pos < reader.len) {
    const key = reader.uint32()
    const read = fields[key >>> 3]
    if (read) read(reader)
    else reader.skipType(key & 7)
  }
}

const inner = (reader: Reader) => Reader.create(reader.bytes())

export function writeResponse({ data, contentType, errorCode = 0 }: OpenApiResponse): Buffer {
  const writer = Writer.create()
  if (data) writer.uint32(responseTag.respData).bytes(data)
  if (contentType) writer.uint32(responseTag.contentType).string(contentType)
  writer.uint32(responseTag.errorCode).int32(errorCode)
  writer.uint32(responseTag.httpCode).uint32(200)
  return Buffer.from(writer.finish())
}
