/** Every minute: payments whose end nobody told us, effects that did not succeed at once. */
import { cloudPorts } from '../server/cloudbase/ports'
import { sweep } from '../server/sweep/sweep'

export const main = () => sweep(cloudPorts())
