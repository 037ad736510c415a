export { startCloud, type CloudOptions, type LocalCloud } from './cloud'
export { ClientError } from './functions/client'
export { RISKY } from './open-api/message-check'
export type { SubscribeMessage } from './open-api/subscribe-messages'
