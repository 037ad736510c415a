/** The one thing to do on a screen: fixed above the safe area, and its own progress. */
Component({
  properties: {
    text: String,
    /** It is being done: the button shows so, and takes no tap. */
    busy: Boolean,
    disabled: Boolean,
    /** A line above the button, such as what is missing. */
    note: String,
  },
  methods: {
    onTap() {
      this.triggerEvent('act')
    },
  },
})
