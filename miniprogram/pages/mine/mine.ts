import { VERSION } from '../../config'
import { ask } from '../../services/cloud'
import { loadedFrom } from '../../services/loaded'
import { toCoupons, toHelp, toTransactions, toVehicles } from '../../services/navigate'
import { pageStyle, show } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { AWAITED_MINE, toView } from './view'

Page({
  data: {
    pageStyle: '',
    version: VERSION,
    /** For display, by toView. */
    view: AWAITED_MINE,
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    const known = recall('vehicles')
    if (known) show(this, toView({ phase: 'ready', ...known }))
    void this.refresh()
  },

  async refresh() {
    const result = await ask('vehicles.list', {})
    if (result.ok) remember('vehicles', result)
    show(this, toView(loadedFrom(result, recall('vehicles'))))
  },

  onVehicles: toVehicles,
  onTransactions: toTransactions,
  onCoupons: toCoupons,
  onHelp: toHelp,
})
