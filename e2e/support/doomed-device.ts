import type { Page } from '@playwright/test'

/** Runs in the inference worker before the app's own code: the device ends when the page says so. */
const DOOMED_DEVICE = `{
  const lend = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (...wishes) {
    const device = await lend.apply(this, wishes)
    new BroadcastChannel('doom').addEventListener('message', () => device.destroy())
    return device
  }
}
`

/** Lets {@link loseDevices} end the devices that this page's inference worker will ask for. */
export async function doomDevices(page: Page): Promise<void> {
  await page.route(/inference\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: DOOMED_DEVICE + (await response.text()) })
  })
}

export async function loseDevices(page: Page): Promise<void> {
  await page.evaluate(() => { new BroadcastChannel('doom').postMessage(null) })
}
