import { codeFrom, scanCode } from '../../../miniprogram/services/scan'

const LINK = 'https://boyi.example/l/X1?s=a%2Bb'

describe('the code that opened a page', () => {
  test('is decoded once: what the link itself encodes stays encoded', () => {
    expect(codeFrom({ q: encodeURIComponent(LINK) })).toBe(LINK)
  })

  test('may come from the camera inside the app', () => {
    expect(codeFrom({ code: encodeURIComponent(LINK) })).toBe(LINK)
  })

  test('that cannot be decoded is taken as it stands, for the cloud to refuse', () => {
    expect(codeFrom({ q: '100%' })).toBe('100%')
  })

  test('may be missing', () => {
    expect(codeFrom({})).toBeUndefined()
  })
})

describe('the camera', () => {
  test('hands over the text of the code', async () => {
    jest.mocked(wx.scanCode).mockResolvedValue({ result: LINK } as never)
    expect(await scanCode('lane')).toEqual({ end: 'read', text: LINK })
  })

  test('closed by the person is no failure', async () => {
    jest.mocked(wx.scanCode).mockRejectedValue({ errMsg: 'scanCode:fail cancel' })
    expect(await scanCode('lane')).toEqual({ end: 'cancelled' })
  })

  test('that reads nothing says so', async () => {
    jest.mocked(wx.scanCode).mockRejectedValue({ errMsg: 'scanCode:fail' })
    expect(await scanCode('lane')).toEqual({ end: 'failed' })
  })
})
