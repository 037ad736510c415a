/** Every question from the mini program. */
import { cloudPorts } from '../server/cloudbase/ports'
import { callerOpenId } from '../server/cloudbase/sdk'
import { answer } from '../server/router'

export function main(event: unknown) {
  const ports = cloudPorts()
  return answer(ports, callerOpenId(), event)
}
