import { billsBehave } from './bills-behave'
import { callbacksBehave } from './callbacks-behave'
import { ordersBehave } from './orders-behave'
import { refundsBehave } from './refunds-behave'
import { repliesBehave } from './replies-behave'
import { Scene } from './scene'
import type { PayWorld } from './world'

/** What every payment gateway does, whoever stands behind it. */
export function payGatewayBehaves(name: string, make: () => Promise<PayWorld>): void {
  describe(name, () => {
    let scene: Scene
    beforeEach(async () => {
      scene = new Scene(await make())
    })
    afterEach(() => scene.world.close())

    for (const behave of [ordersBehave, callbacksBehave, refundsBehave, repliesBehave, billsBehave]) behave(() => scene)
  })
}
