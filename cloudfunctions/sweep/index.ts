/** Every minute: payments whose end nobody told us, effects that did not succeed at once. A timer calls it, and no phone may. */
import { cloudPorts } from '../server/cloudbase/ports'
import { refusePeople } from '../server/cloudbase/sdk'
import { sweep } from '../server/sweep/sweep'

export function main() {
  const ports = cloudPorts()
  refusePeople()
  return sweep(ports)
}
