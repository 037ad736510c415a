/** Local pay as a process of its own, to be killed: takes its folder, prints its address, pays and pushes the clock as told on stdin. */
import path from 'node:path'
import { createInterface } from 'node:readline'
import { movableClock } from '../../../local/clock'
import { startPay } from '../../../local/pay'

async function run(dir: string) {
  const clock = movableClock(path.join(dir, 'clock.json'))
  const pay = await startPay({ dir, clock })
  console.log(JSON.stringify({ url: pay.url, merchant: pay.merchant }))
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, subject = ''] = line.split(' ')
    if (command === 'push') clock.push(Number(subject))
    console.log(JSON.stringify(command === 'pay' ? await pay.cashier.pay(subject, 'openid-li') : {}))
  }
}

void run(process.argv[2] ?? '')
