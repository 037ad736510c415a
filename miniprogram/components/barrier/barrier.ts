import { NO_BARRIER } from './view'

Component({
  properties: {
    barrier: { type: Object, value: NO_BARRIER },
  },
})
