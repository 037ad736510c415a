import { button, make, overlay } from '../dom'
import { holder } from '../phone'
import { asyncApi, Refusal, type Asked, type Wx } from './define'
import { fetchOnline } from './network'

interface Order {
  description: string
  /** Fen. */
  amount: number
  merchant: string
  prepayId: string
}

/** How long the cashier shows that the payment succeeded before it gives the screen back. */
const SUCCESS_MS = 600

async function post<T>(path: string, body: object): Promise<T> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetchOnline(path, init)
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string }
  if (!response.ok) throw new Refusal(answer.message ?? String(response.status))
  return answer
}

/** Opens WeChat's cashier: it checks the order, shows whom one pays and how much, and takes the payment. */
async function requestPayment(option: Asked<'requestPayment'>): Promise<void> {
  const { timeStamp, nonceStr, package: prepay, signType, paySign } = option
  const params = { timeStamp, nonceStr, package: prepay, signType, paySign }
  const { order } = await post<{ order: Order }>('/__pay/open', { params, openid: holder })
  await new Promise<void>((resolve, reject) => new Cashier(order, resolve, reject).open())
}

class Cashier {
  private readonly panel = make('div', 'panel cashier')
  private readonly payButton = button('pay', '确认支付', () => void this.pay())
  private readonly closeButton = button('close', '×', () => this.cancel(), '关闭支付')
  private layer: { close(): void } | undefined

  constructor(
    private readonly order: Order,
    private readonly paid: () => void,
    private readonly failed: (refusal: unknown) => void,
  ) {}

  open(): void {
    const { merchant, description, amount } = this.order
    const sum = make('strong', '', `¥${(amount / 100).toFixed(2)}`)
    this.panel.setAttribute('role', 'dialog')
    this.panel.setAttribute('aria-label', '微信支付')
    this.panel.append(this.closeButton, make('h2', '', merchant), make('p', '', description), sum, this.payButton)
    this.layer = overlay('from-bottom', this.panel)
  }

  private async pay(): Promise<void> {
    this.payButton.disabled = true
    this.closeButton.hidden = true
    this.payButton.textContent = '正在支付…'
    this.panel.classList.add('paying')
    try {
      await post('/__pay/pay', { prepayId: this.order.prepayId, openid: holder })
      this.panel.classList.add('paid')
      this.payButton.textContent = '✓ 支付成功'
      setTimeout(() => this.finish(this.paid), SUCCESS_MS)
    } catch (refusal) {
      this.finish(() => this.failed(refusal))
    }
  }

  private cancel(): void {
    this.finish(() => this.failed(new Refusal('cancel')))
  }

  private finish(tell: () => void): void {
    this.layer?.close()
    tell()
  }
}

export const payment = {
  requestPayment: asyncApi('requestPayment', requestPayment),
} satisfies Partial<Record<keyof Wx, unknown>>
