import Database from 'libsql'

/** An order as it lies in WeChat Pay. Amounts are fen, times are milliseconds since 1970. */
export interface Order {
  outTradeNo: string
  /** What the merchant sent, word for word: the same number must come with the same words. */
  request: string
  openid: string
  description: string
  attach: string | undefined
  total: number
  notifyUrl: string
  orderedAt: number
  expiresAt: number
  prepayId: string
  prepayIssuedAt: number
  closedAt?: number
  payment?: Payment
}

export interface Payment {
  transactionId: string
  paidAt: number
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export interface Refund {
  outRefundNo: string
  request: string
  refundId: string
  outTradeNo: string
  amount: number
  reason: string | undefined
  notifyUrl: string | undefined
  createdAt: number
  status: RefundStatus
  /** When the bank answers, and what: decided when the refund is accepted. */
  settlesAt: number
  settlesAs: Exclude<RefundStatus, 'PROCESSING'>
  succeededAt?: number
}

/** A callback that is still to be delivered, in clear; it is encrypted and signed afresh for each delivery. */
export interface Notice {
  id: string
  url: string
  outTradeNo: string
  eventType: string
  originalType: 'transaction' | 'refund'
  summary: string
  createdAt: number
  resource: Record<string, unknown>
  /** Deliveries so far that were not answered well. */
  failures: number
  /** When the next delivery is due. */
  dueAt: number
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, prepay TEXT, transaction_id TEXT, paid_at INTEGER, doc TEXT NOT NULL);
  CREATE UNIQUE INDEX IF NOT EXISTS orders_by_prepay ON orders (prepay);
  CREATE UNIQUE INDEX IF NOT EXISTS orders_by_transaction ON orders (transaction_id) WHERE transaction_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS orders_by_payment ON orders (paid_at);
  CREATE TABLE IF NOT EXISTS refunds (id TEXT PRIMARY KEY, order_id TEXT, status TEXT, created_at INTEGER, doc TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS refunds_by_order ON refunds (order_id);
  CREATE INDEX IF NOT EXISTS refunds_by_status ON refunds (status);
  CREATE INDEX IF NOT EXISTS refunds_by_day ON refunds (created_at);
  CREATE TABLE IF NOT EXISTS notices (id TEXT PRIMARY KEY, doc TEXT NOT NULL);
`

type Value = string | number | null

/** The books of this stand-in. Every write is on the disk when it returns, so a killed process has lost nothing it answered for. */
export class Ledger {
  readonly #db: Database.Database

  constructor(file: string) {
    this.#db = new Database(file)
    this.#db.exec('PRAGMA journal_mode = WAL')
    this.#db.exec('PRAGMA synchronous = FULL')
    this.#db.exec(SCHEMA)
  }

  /** All writes of `work` or none. */
  atomically<T>(work: () => T): T {
    return this.#db.transaction(work)()
  }

  order(outTradeNo: string) {
    return this.#orders('SELECT doc FROM orders WHERE id = ?', outTradeNo)[0]
  }

  orderByPrepay(prepayId: string) {
    return this.#orders('SELECT doc FROM orders WHERE prepay = ?', prepayId)[0]
  }

  orderByTransaction(transactionId: string) {
    return this.#orders('SELECT doc FROM orders WHERE transaction_id = ?', transactionId)[0]
  }

  ordersPaid(from: number, until: number) {
    return this.#orders('SELECT doc FROM orders WHERE paid_at >= ? AND paid_at < ? ORDER BY paid_at', from, until)
  }

  saveOrder(order: Order) {
    const { payment } = order
    this.#run('INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, ?)', [
      order.outTradeNo,
      order.prepayId,
      payment?.transactionId ?? null,
      payment?.paidAt ?? null,
      JSON.stringify(order),
    ])
  }

  refund(outRefundNo: string) {
    return this.#refunds('SELECT doc FROM refunds WHERE id = ?', outRefundNo)[0]
  }

  refundsOf(outTradeNo: string) {
    return this.#refunds('SELECT doc FROM refunds WHERE order_id = ?', outTradeNo)
  }

  refundsInProcess() {
    return this.#refunds("SELECT doc FROM refunds WHERE status = 'PROCESSING'")
  }

  refundsMade(from: number, until: number) {
    const between = 'SELECT doc FROM refunds WHERE created_at >= ? AND created_at < ? ORDER BY created_at'
    return this.#refunds(between, from, until)
  }

  saveRefund(refund: Refund) {
    const { outRefundNo, outTradeNo, status, createdAt } = refund
    this.#run('INSERT OR REPLACE INTO refunds VALUES (?, ?, ?, ?, ?)', [
      outRefundNo,
      outTradeNo,
      status,
      createdAt,
      JSON.stringify(refund),
    ])
  }

  notices() {
    return this.#docs('SELECT doc FROM notices', []) as Notice[]
  }

  saveNotice(notice: Notice) {
    this.#run('INSERT OR REPLACE INTO notices VALUES (?, ?)', [notice.id, JSON.stringify(notice)])
  }

  dropNotice(id: string) {
    this.#run('DELETE FROM notices WHERE id = ?', [id])
  }

  close() {
    this.#db.close()
  }

  #orders(sql: string, ...values: Value[]) {
    return this.#docs(sql, values) as Order[]
  }

  #refunds(sql: string, ...values: Value[]) {
    return this.#docs(sql, values) as Refund[]
  }

  #docs(sql: string, values: Value[]): unknown[] {
    const rows = this.#db.prepare(sql).all(...values) as { doc: string }[]
    return rows.map(({ doc }): unknown => JSON.parse(doc))
  }

  #run(sql: string, values: Value[]) {
    this.#db.prepare(sql).run(...values)
  }
}
