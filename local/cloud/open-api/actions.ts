/** `wx.openApi`: WeChat's server interfaces as `cloud.openapi` calls them. */
import { z } from 'zod'
import { action, type Action } from '../gateway/action'
import { generateScheme, generateUrlLink } from './links'
import { checkContent } from './message-check'
import { type OpenApiRequest, type OpenApiResponse, readRequest, writeResponse } from './protobuf'
import type { SubscribeMessages } from './subscribe-messages'
import { drawCode } from './wxacode'

/** Arguments by their names on the wire, in snake_case. */
export type Arguments = Record<string, unknown>

/** WeChat's JSON reply, or a picture. */
export type Reply =
  { errcode: number; errmsg: string; [field: string]: unknown } | { contentType: string; bytes: Buffer }

export type Interface = (args: Arguments) => Reply | Promise<Reply>

const NOT_FOUND = -604100
const NO_PERMISSION = -604101

const call = z.object({ apiName: z.string(), requestData: z.instanceof(Buffer) })

export function openApiActions(messages: SubscribeMessages, log: (line: string) => void): Record<string, Action> {
  const interfaces: Record<string, Interface> = {
    'subscribeMessage.send': (args) => messages.send(args),
    'wxacode.getUnlimited': drawCode,
    'urllink.generate': generateUrlLink,
    'urlscheme.generate': generateScheme,
    'security.msgSecCheck': checkContent,
  }
  return {
    'wx.openApi': action(call, async ({ apiName, requestData }, { caller }) => {
      const serve = interfaces[apiName]
      const permitted = caller.openApi === 'all' || caller.openApi.includes(apiName)
      if (!serve) log(`open API ${apiName} is not imitated`)
      if (!serve) return writeResponse({ errorCode: NOT_FOUND })
      if (!permitted) return writeResponse({ errorCode: NO_PERMISSION })
      return writeResponse(asResponse(await serve(argumentsOf(readRequest(requestData)))))
    }),
  }
}

function argumentsOf(request: OpenApiRequest): Arguments {
  const pairs = request.arguments.map(({ key, value, contentType }) => {
    return [key, contentType ? value : (JSON.parse(value.toString('utf8')) as unknown)] as const
  })
  return Object.fromEntries(pairs)
}

function asResponse(reply: Reply): OpenApiResponse {
  if ('bytes' in reply) return { data: reply.bytes as Buffer, contentType: String(reply.contentType) }
  return { data: Buffer.from(JSON.stringify(reply)), contentType: 'application/json; encoding=utf-8' }
}
