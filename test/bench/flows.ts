/** What each step of a person costs in operations, and how long a driver waits at the exit. */
import type { Bench } from './figure'
import { exitScan } from './flows/exit-scan'
import { operations } from './flows/operations'
import { largestSetData } from './flows/set-data'

export const bench: Bench = async () => [...(await operations()), await exitScan(), await largestSetData()]
