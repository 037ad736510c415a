/** `cloudfunctions/indexes.json`: the collections, who may use them, and the indexes deployed with the functions. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const index = z.strictObject({
  name: z.string().min(1),
  fields: z
    .record(z.string(), z.union([z.literal(1), z.literal(-1)]))
    .refine((fields) => Object.keys(fields).length > 0),
  unique: z.boolean().default(false),
})

const declarations = z.strictObject({
  /** Of every collection: functions alone. Phones have no way to the database here, so no other permission is imitated. */
  permission: z.literal('ADMINONLY'),
  collections: z.record(z.string(), z.strictObject({ indexes: z.array(index).default([]) })),
})

export type IndexDeclaration = z.infer<typeof index>
export type Declarations = Pick<z.infer<typeof declarations>, 'collections'>

export function readDeclarations(file: string): Declarations {
  return declarations.parse(JSON.parse(readFileSync(file, 'utf8')))
}
