/** What operators ask from their own command line, with their key. No HTTP path leads here. */
import { operatorDoor, type OperatorDoor } from '../server/cloudbase/operator-door'
import { cloudPorts } from '../server/cloudbase/ports'
import { answerOperator } from '../server/operator/answer-operator'

let door: OperatorDoor | undefined

export async function main(event: unknown) {
  const ports = cloudPorts()
  door ??= operatorDoor(process.env)
  return answerOperator(ports, door(event))
}
