import { readPlate, type PlateColour } from '../../domain'
import { plateIn } from '../../components/plate-keyboard/keys'
import { ask } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { leave } from '../../services/navigate'
import { copied } from '../../services/phone'
import { pageStyle, say } from '../../services/screen'
import { remember } from '../../services/storage'
import { colourOf, toView } from './view'

Page({
  data: {
    pageStyle: '',
    /** Typed by the user. */
    typed: '',
    /** For display, by toView. */
    view: toView('', undefined),
    /** Why it was not added, beside the plate. */
    problem: '',
    adding: false,
  },

  /** Chosen by the user, where the plate leaves a choice. */
  colour: undefined as PlateColour | undefined,

  onShow() {
    this.setData({ pageStyle: pageStyle() })
  },

  onTyped({ detail }: { detail: { typed: string } }) {
    this.take(detail.typed)
  },

  take(typed: string) {
    this.setData({ typed, problem: '', view: toView(typed, this.colour) })
  },

  onColour({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.colour = currentTarget.dataset['colour'] as PlateColour
    this.setData({ view: toView(this.data.typed, this.colour) })
  },

  async onPaste() {
    const text = await copied()
    const plate = text && plateIn(text)
    if (plate) this.take(plate)
    else say('剪贴板里没有车牌号')
  },

  async onAdd() {
    const plate = readPlate(this.data.typed)
    if (!plate || this.data.adding) return
    this.setData({ adding: true, problem: '' })
    const result = await ask('vehicles.add', { plate, colour: colourOf(plate, this.colour) })
    this.setData({ adding: false })
    if (result.ok) {
      remember('vehicles', result)
      return leave()
    }
    const { title, advice } = wordsFor(result.why)
    this.setData({ problem: `${title}。${advice}` })
  },
})
