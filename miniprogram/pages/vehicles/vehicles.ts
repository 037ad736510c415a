import type { VehicleView } from '../../domain'
import { now } from '../../services/clock'
import { ask, type Result } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { knownOf, loadedFrom, LOADING, type Loaded } from '../../services/loaded'
import { toVehicleAdd } from '../../services/navigate'
import { endPullDown, pageStyle, say, show } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { AWAITED_VEHICLES, toView } from './view'

const MAKE_DEFAULT = '设为默认车辆'
const REMOVE = '删除车辆'

Page({
  data: {
    pageStyle: '',
    /** For display, by toView. */
    view: AWAITED_VEHICLES,
    /** What can be done with the tapped vehicle. */
    sheet: { visible: false, title: '', items: [] as { label: string; color?: string }[] },
    /** Asks before a vehicle is removed. */
    dialog: { visible: false, name: '' },
    removeButton: { content: '删除', theme: 'danger' },
  },

  /** From the cloud. */
  vehicles: LOADING as Loaded<VehicleView[]>,
  /** The tapped vehicle. */
  plate: '',

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    const known = recall('vehicles')
    if (known && this.vehicles.phase !== 'ready') this.vehicles = { phase: 'ready', ...known }
    this.render()
    void this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    endPullDown()
  },

  async refresh() {
    this.take(await ask('vehicles.list', {}))
  },

  take(result: Result<VehicleView[]>) {
    this.vehicles = loadedFrom(result, knownOf(this.vehicles))
    if (result.ok) remember('vehicles', result)
    this.render()
  },

  render() {
    show(this, toView(this.vehicles, now()))
  },

  onRetry() {
    this.vehicles = LOADING
    this.render()
    void this.refresh()
  },

  onMore({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const row = this.rowOf(currentTarget.dataset['plate'])
    if (!row) return
    const items = [
      ...(row.isDefault ? [] : [{ label: MAKE_DEFAULT }]),
      { label: REMOVE, color: 'var(--boyi-error-text)' },
    ]
    this.setData({ sheet: { visible: true, title: row.name, items } })
  },

  onChosen({ detail }: { detail: { selected: { label: string } } }) {
    this.onSheetClose()
    if (detail.selected.label === REMOVE) this.askToRemove()
    else void this.makeDefault()
  },

  onSheetClose() {
    this.setData({ 'sheet.visible': false })
  },

  onRemove({ currentTarget }: WechatMiniprogram.TouchEvent) {
    if (this.rowOf(currentTarget.dataset['plate'])) this.askToRemove()
  },

  /** Finds the row and takes its vehicle for the one that is meant. */
  rowOf(plate: unknown) {
    const row = this.data.view.rows.find((each) => each.plate === plate)
    if (row) this.plate = row.plate
    return row
  },

  askToRemove() {
    const row = this.rowOf(this.plate)
    if (row) this.setData({ dialog: { visible: true, name: row.name } })
  },

  onDialogClose() {
    this.setData({ 'dialog.visible': false })
  },

  async onRemoveConfirmed() {
    this.onDialogClose()
    await this.change(ask('vehicles.remove', { plate: this.plate }), '已删除')
  },

  async makeDefault() {
    await this.change(ask('vehicles.makeDefault', { plate: this.plate }), '已设为默认车辆')
  },

  /** A change that did not happen leaves the list as it was, and says why. */
  async change(asking: Promise<Result<VehicleView[]>>, done: string) {
    const result = await asking
    if (result.ok) this.take(result)
    say(result.ok ? done : wordsFor(result.why).title)
  },

  onAdd: toVehicleAdd,
})
