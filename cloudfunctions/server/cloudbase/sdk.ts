/**
 * wx-server-sdk with the types that its documentation promises, and without the calls that leave a transaction unnoticed. Besides
 * the entries this is the only file that imports it.
 */
import cloud from 'wx-server-sdk'
import type { OpenId } from '../../../domain/payment'

/** An operator of a query or an update, made by `command`. */
export interface Operator {
  and(other: Operator): Operator
}

export interface Command {
  eq(value: unknown): Operator
  neq(value: unknown): Operator
  in(values: readonly unknown[]): Operator
  gt(value: unknown): Operator
  gte(value: unknown): Operator
  lt(value: unknown): Operator
  lte(value: unknown): Operator
  /** Replaces the whole field; an object given bare would be merged. */
  set(value: unknown): Operator
  /** Removes the field. */
  remove(): Operator
}

export interface DocumentReference {
  /** null: there is no such document. */
  get(): Promise<{ data: object | null }>
  set(change: { data: object }): Promise<unknown>
  update(change: { data: object }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

/** A collection in a transaction: its other calls would run outside the transaction. */
export interface TransactionCollection {
  doc(id: string): DocumentReference
  add(addition: { data: object }): Promise<unknown>
}

export interface Query {
  orderBy(field: string, direction: 'asc' | 'desc'): Query
  skip(count: number): Query
  limit(count: number): Query
  get(): Promise<{ data: object[] }>
  count(): Promise<{ total: number }>
  /** Changes every document that matches; order and limit are ignored by the platform. */
  update(change: { data: object }): Promise<{ stats: { updated: number } }>
}

export interface CloudCollection extends TransactionCollection {
  where(query: object): Query
}

export interface CloudTransaction {
  collection(name: string): TransactionCollection
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

export interface CloudDatabase {
  command: Command
  collection(name: string): CloudCollection
  startTransaction(): Promise<CloudTransaction>
}

/** Once per process, before anything else here. */
export function openCloud(): void {
  // The typings know no symbol, which is what the documentation gives.
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })
}

/** Getting a document that is not there gives null rather than an error. */
export function openDatabase(): CloudDatabase {
  const options = { throwOnNotFound: false } as object
  return cloud.database(options) as unknown as CloudDatabase
}

/** Who calls, as the platform says, whatever the event claims. All-digit values come as numbers. */
export function callerOpenId(): OpenId {
  const { OPENID } = cloud.getWXContext() as { OPENID?: string | number }
  if (OPENID === undefined || OPENID === '') throw new Error('this call comes from no person')
  return String(OPENID) as OpenId
}

/** Calls a function from outside the cloud, with the keys in this process's environment. `patience` in milliseconds. */
export async function callFunction(name: string, data: object, patience: number): Promise<unknown> {
  const options = { env: cloud.DYNAMIC_CURRENT_ENV as unknown as string, timeout: patience }
  cloud.init(options)
  const { result } = (await cloud.callFunction({ name, data })) as { result?: unknown }
  return result
}

/** @throws Error when a phone asks, or another function on its behalf: a phone can call any function by its name. */
export function refusePeople(): void {
  const { OPENID, SOURCE } = cloud.getWXContext() as { OPENID?: string | number; SOURCE?: string }
  if ((OPENID !== undefined && OPENID !== '') || SOURCE?.includes('wx_client')) throw new Error('not for phones')
}

export interface SubscribeMessage {
  touser: string
  templateId: string
  /** What a tap on the message opens. */
  page: string
  data: Record<string, { value: string }>
}

/** undefined: sent. Otherwise WeChat's error code; other failures throw. */
export async function sendSubscribeMessage(message: SubscribeMessage): Promise<number | undefined> {
  const { subscribeMessage } = cloud.openapi as {
    subscribeMessage: { send(message: SubscribeMessage): Promise<unknown> }
  }
  try {
    await subscribeMessage.send(message)
    return undefined
  } catch (error) {
    const { errCode } = error as { errCode?: number }
    if (typeof errCode !== 'number' || errCode <= 0) throw error
    return errCode
  }
}
