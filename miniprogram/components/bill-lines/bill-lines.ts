import type { LineScreen } from './view'

Component({
  properties: {
    lines: { type: Array, value: [] as LineScreen[] },
    /** The last line: what all of them come to. */
    totalTitle: String,
    total: String,
  },
})
