/** What operators ask from their own command line, with the keys of the environment. No HTTP path leads here. */
import { cloudPorts } from '../server/cloudbase/ports'
import { refusePeople } from '../server/cloudbase/sdk'
import { answerOperator } from '../server/operator/answer-operator'

export async function main(event: unknown) {
  const ports = cloudPorts()
  refusePeople()
  return answerOperator(ports, event)
}
