/** `cloudfunctions/indexes.json`: the collections, and the indexes deployed with the functions. */
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
  collections: z.record(z.string(), z.strictObject({ indexes: z.array(index).default([]) })),
})

export type IndexDeclaration = z.infer<typeof index>
export type Declarations = z.infer<typeof declarations>

export function readDeclarations(file: string): Declarations {
  return declarations.parse(JSON.parse(readFileSync(file, 'utf8')))
}
