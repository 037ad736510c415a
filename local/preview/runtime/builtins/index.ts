import { lacking } from '../failures'
import { defineButton } from './button'
import { defineCanvas } from './canvas'
import { defineChoices } from './choices'
import { defineContainers } from './containers'
import { define, type Space } from './define'
import { defineForm } from './form'
import { defineImages } from './image'
import { definePicker } from './picker'
import { definePickerView } from './picker-view'
import { defineRichText } from './rich-text'
import { defineScrollView } from './scroll-view'
import { defineSimpleControls } from './simple-controls'
import { defineSwiper } from './swiper'
import { defineTextInputs } from './text-input'

const FAMILIES = [
  defineContainers,
  defineImages,
  defineCanvas,
  defineButton,
  defineForm,
  defineTextInputs,
  defineChoices,
  defineScrollView,
  defineSwiper,
  definePicker,
  definePickerView,
  defineRichText,
  defineSimpleControls,
  defineLacking,
]

/** Tags that a page may name only if it never shows them here. */
const LACKING = ['ad', 'camera', 'live-player', 'map', 'match-media', 'navigation-bar', 'open-data', 'video']

function defineLacking(space: Space): void {
  for (const tag of LACKING)
    define(space, tag, {
      create() {
        throw lacking(`<${tag}>`)
      },
    })
}

/** Must be the main code space: what is registered on the engine's global one is not inherited. */
export function registerBuiltIns(space: Space): void {
  for (const family of FAMILIES) family(space)
}
