import { payGatewayBehaves } from './pay-gateway-behaves'
import { wechatWorld } from './wechat-world'

payGatewayBehaves('the WeChat Pay client with a public key', () => wechatWorld())
