import { beginsPlate, boardFor, hasKeys, rowsOf, withoutLastKey, type Board, type Row } from './keys'

const OTHER: Record<Board, Board> = { provinces: 'letters', letters: 'provinces' }
const NAMES: Record<Board, string> = { provinces: '省份', letters: '字母' }

/** Types a plate, key by key. Tells each new text by `change`. */
Component({
  properties: {
    typed: String,
  },
  data: {
    board: 'provinces' as Board,
    rows: [] as Row[],
    /** The name of the other board; empty when it has nothing to offer. */
    other: '',
  },
  observers: {
    typed(typed: string) {
      this.showBoard(boardFor(typed))
    },
  },
  lifetimes: {
    attached() {
      this.showBoard(boardFor(this.data.typed))
    },
  },
  methods: {
    showBoard(board: Board) {
      const { typed } = this.data
      const other = OTHER[board]
      this.setData({ board, rows: rowsOf(board, typed), other: hasKeys(other, typed) ? NAMES[other] : '' })
    },
    onKey({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const next = this.data.typed + String(currentTarget.dataset['text'])
      if (beginsPlate(next)) this.tell(next)
    },
    onBack() {
      if (this.data.typed) this.tell(withoutLastKey(this.data.typed))
    },
    onOther() {
      this.showBoard(OTHER[this.data.board])
    },
    tell(typed: string) {
      this.triggerEvent('change', { typed })
    },
  },
})
