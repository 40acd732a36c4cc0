// The first minute of somebody who has just started the server: the printed link, a report that is there, and a schedule of it.
import { expect, test } from '@playwright/test'
import { startServer } from './server.mjs'

test('Four clicks lead from the printed link to an open report and a schedule in plain English', async ({ page, context }) => {
  const server = await startServer({}, { bootstrap: false })
  try {
    const begun = performance.now()
    let clicks = 0
    const click = async (name: string | RegExp) => {
      clicks++
      await page.getByRole('button', { name }).click()
    }
    await page.goto(server.link!)
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

    const [file, tab] = await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/render') && answer.request().method() === 'POST'),
      context.waitForEvent('page'),
      click('Open Quality summary'),
    ])
    expect(file.headers()['content-type']).toBe('application/pdf')
    await expect.poll(() => tab.url()).toMatch(/^blob:/)
    await tab.close()

    await click('Schedule Quality summary')
    const form = page.getByRole('form', { name: 'New schedule' })
    await expect(form.getByText('Every weekday at 08:00').first()).toBeVisible()
    clicks++
    await form.getByLabel('When, in plain English or cron').fill('every monday at 9')
    await expect(form.getByText('Every Monday at 09:00').first()).toBeVisible()
    const next = form.getByRole('heading', { name: 'Next 5 runs' }).locator('..').getByRole('listitem')
    await expect(next).toHaveCount(5)
    await expect(next.first()).toContainText('09:00')
    await click('Create schedule')
    await expect(page.getByRole('table', { name: 'Schedules' }).getByText('Every Monday at 09:00')).toBeVisible()

    expect(clicks).toBe(4)
    const seconds = (performance.now() - begun) / 1000
    test.info().annotations.push({ type: 'first minute', description: `${clicks} clicks, ${seconds.toFixed(1)} s` })
    expect(seconds).toBeLessThan(120)
  } finally {
    await server.stop()
  }
})
