import { memoryStore } from '../../support/memory-store'
import { storeBehaves } from './store-behaves'

storeBehaves('store in memory', async () => ({ store: memoryStore(), close: async () => undefined }))
