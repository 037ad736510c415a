Component({
  properties: {
    name: String,
    /** Said aloud; without it the icon is decoration. */
    label: String,
  },
})
