import type { Figure } from '../figure'

export async function largestSetData(): Promise<Figure> {
  return { name: 'flows.setData', value: 0, unit: 'KB', budget: 32 }
}
