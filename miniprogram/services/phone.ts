/** The phone's own abilities besides the camera. */
export function call(phoneNumber: string): void {
  wx.makePhoneCall({ phoneNumber, fail: () => undefined })
}

export function copy(text: string): void {
  void wx.setClipboardData({ data: text })
}

/** What was copied last; undefined when the person does not allow a look. */
export async function copied(): Promise<string | undefined> {
  try {
    return (await wx.getClipboardData()).data
  } catch {
    return undefined
  }
}
