'use strict'
// A function that does what its event says.
const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

let invocations = 0

const acts = {
  who: (event) => ({ event, context: cloud.getWXContext() }),
  count: () => ++invocations,
  pid: () => process.pid,
  now: () => ({
    now: Date.now(),
    fresh: new Date().getTime(),
    fixed: new Date(7).getTime(),
    isDate: new Date() instanceof Date,
  }),
  serverNow: async () => {
    const notes = cloud.database().collection('notes')
    const { _id } = await notes.add({ data: { at: cloud.database().serverDate() } })
    return (await notes.doc(_id).get()).data.at.getTime()
  },
  env: ({ name }) => process.env[name] ?? null,
  nothing: () => undefined,
  throw: () => {
    throw new Error('as asked')
  },
  exit: () => process.exit(3),
  exitSoon: () => void setTimeout(() => process.exit(3), 20),
  sleep: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, process.pid)),
  big: ({ size }) => 'x'.repeat(size),
  call: async ({ name, data }) => (await cloud.callFunction({ name, data })).result,
  openApi: async ({ scene }) => {
    try {
      const { buffer, contentType } = await cloud.openapi.wxacode.getUnlimited({ scene, page: 'pages/lane/lane' })
      return { contentType, base64: buffer.toString('base64') }
    } catch ({ errCode, errMsg }) {
      return { errCode, errMsg }
    }
  },
  message: async ({ message }) => {
    try {
      return await cloud.openapi.subscribeMessage.send(message)
    } catch ({ errCode, errMsg }) {
      return { errCode, errMsg }
    }
  },
  print: ({ text }) => console.log(text),
}

exports.main = (event) => {
  if (event.httpMethod) return answerHttp(event)
  return acts[event.act](event)
}

function answerHttp(event) {
  if (event.path === '/public/text') return 'text'
  if (event.path === '/public/throw') throw new Error('as asked')
  if (event.path === '/public/picture') {
    return { statusCode: 201, headers: { 'content-type': 'image/png' }, body: 'iVBO', isBase64Encoded: true }
  }
  return { event, context: cloud.getWXContext() }
}
