import type { BarrierFault, BarrierView } from '../../../domain/contract'
import type { CommandState } from '../../../domain/gate'
import { instant, type Instant } from '../../../domain/time'
import type { VisitDoc } from '../documents'

/** A barrier that was ordered and did not move for this long is called stuck: nobody waits longer without a word. */
const PATIENCE_MS = 12_000

export function barrierView(visit: VisitDoc, now: Instant): BarrierView {
  if (visit.state === 'passed') return { state: 'passed' }
  if (visit.state === 'turnedBack') return { state: 'stuck', why: 'car-gone', retry: false }
  if (visit.commandState === null) return { state: 'closed' }
  return ofCommand(visit, visit.commandState, now)
}

function ofCommand(visit: VisitDoc, state: CommandState, now: Instant): BarrierView {
  switch (state) {
    case 'opened':
      return { state: 'open' }
    case 'passed':
      return { state: 'passed' }
    case 'refused':
    case 'failed':
      return stuck(faultOf(visit))
    case 'expired':
      return stuck('too-late')
    case 'unknown':
      return visit.commandFault === 'lot-offline' ? stuck('lot-offline') : opening(visit, now)
    case 'accepted':
    case 'sent':
    case 'acked':
      return opening(visit, now)
  }
}

const stuck = (why: BarrierFault): BarrierView => ({ state: 'stuck', why, retry: why !== 'car-gone' })

function opening(visit: VisitDoc, now: Instant): BarrierView {
  const since = visit.commandMadeAt ?? now
  return now - since > PATIENCE_MS ? stuck('barrier-fault') : { state: 'opening', since: instant(since) }
}

function faultOf({ commandFault }: VisitDoc): BarrierFault {
  switch (commandFault) {
    case 'vehicle.notInLane':
      return 'car-gone'
    case 'command.expired':
      return 'too-late'
    case 'lot-offline':
      return 'lot-offline'
    case 'lane.closed':
    case 'device.offline':
    case 'gate.stuck':
    case null:
      return 'barrier-fault'
  }
}
