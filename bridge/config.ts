/** The configuration of a bridge, checked before anything starts. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { LaneId, LotId } from '../domain/gate'

const lane = z.object({
  id: z.string().min(1) as unknown as z.ZodType<LaneId, string>,
  direction: z.enum(['entry', 'exit']),
  open: z.boolean().default(true),
  /** What happens to a car while the cloud is silent. An exit never opens unasked. */
  alone: z.enum(['open', 'wait']).default('wait'),
})

const config = z
  .object({
    lot: z.string().min(1) as unknown as z.ZodType<LotId, string>,
    lanes: z.array(lane).min(1),
    driver: z.literal('simulated'),
    cloudUrl: z.url(),
    dir: z.string().min(1),
    host: z.string().default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(0),
    /** Secrets by key id, two at most, the one to sign with first. */
    keys: z.record(z.string().min(1), z.string().min(16)),
  })
  .refine(({ lanes }) => lanes.every(({ direction, alone }) => direction === 'entry' || alone === 'wait'), {
    error: 'an exit lane cannot open alone',
    path: ['lanes'],
  })
  .refine(({ keys }) => [1, 2].includes(Object.keys(keys).length), { error: 'one or two keys', path: ['keys'] })

export type Config = z.output<typeof config>

/** Reads the file that BRIDGE_CONFIG names; the keys come from LOT_KEYS, so that the file holds no secret. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const file = env['BRIDGE_CONFIG']
  if (!file) throw new Error('BRIDGE_CONFIG names no configuration file')
  const text = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  return config.parse({ ...text, keys: JSON.parse(env['LOT_KEYS'] ?? '{}') as unknown })
}
