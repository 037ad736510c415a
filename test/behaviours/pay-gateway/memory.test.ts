import { memoryWorld } from './memory-world'
import { payGatewayBehaves } from './pay-gateway-behaves'

payGatewayBehaves('the payment gateway in memory', memoryWorld)
