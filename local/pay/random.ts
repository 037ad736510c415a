import { randomBytes } from 'node:crypto'

/** Random decimal digits, of which WeChat's own numbers are made. */
export const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('')
