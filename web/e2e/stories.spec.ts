import { expect, test as base, type Page } from '@playwright/test'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { violationsOf } from './axe'

const folder = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'storybook-static')
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const then = new Date('2026-03-25T09:41:00Z')
const schemes = ['light', 'dark'] as const

const test = base.extend<object, { book: string }>({
  book: [
    async ({}, use) => {
      const server: Server = createServer((request, response) => {
        const path = join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname))
        if (!path.startsWith(folder) || !existsSync(path)) return void response.writeHead(404).end()
        response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' })
        createReadStream(path).pipe(response)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      server.close()
    },
    { scope: 'worker' },
  ],
})

test.use({ contextOptions: { reducedMotion: 'reduce' } })

interface Entry {
  id: string
  title: string
  name: string
  type: string
}

const stories = Object.values((JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { entries: Record<string, Entry> }).entries).filter((entry) => entry.type === 'story')
const titles = [...new Set(stories.map((story) => story.title))]

const drawn = '#storybook-root main'

/** Compared as pictures: what a person sees most. */
const pictured = ['scheduleexportwidget--new', 'scheduledjobslistwidget--some', 'jobhistorywidget--some', 'notificationsettingswidget--some']

interface Channel {
  once(event: string, hear: () => void): void
  emit(event: string, what: object): void
}
type Book = Window & { __STORYBOOK_ADDONS_CHANNEL__: Channel }

/** Asks Storybook's own page for another story or theme and waits until it is drawn: a page is loaded once a widget, not once a state. */
const tell = (page: Page, event: string, what: object) =>
  page.evaluate(
    ([event, what]) =>
      new Promise<void>((resolve) => {
        const channel = (window as unknown as Book).__STORYBOOK_ADDONS_CHANNEL__
        channel.once('storyRendered', () => resolve())
        channel.emit(event as string, what as object)
      }),
    [event, what] as const,
  )

/** Nothing has changed for a while that is longer than what a skeleton waits with. */
const settled = (page: Page) =>
  page.evaluate(
    (quiet) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(done, quiet)
        const watch = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(done, quiet)
        })
        function done() {
          watch.disconnect()
          resolve()
        }
        watch.observe(document.body, { childList: true, subtree: true, characterData: true })
      }),
    250,
  )

for (const title of titles)
  test(`${title} is accessible in each of its states, in both themes`, async ({ page, book }) => {
    const [first, ...others] = stories.filter((story) => story.title === title)
    const found: string[] = []
    await page.clock.setFixedTime(then)
    await page.goto(`${book}/iframe.html?viewMode=story&id=${first!.id}`)
    await page.locator(drawn).first().waitFor()
    await page.evaluate(() => document.fonts.ready)
    for (const story of [first!, ...others]) {
      if (story !== first) await tell(page, 'setCurrentStory', { storyId: story.id, viewMode: 'story' })
      await page.locator(drawn).first().waitFor()
      await settled(page)
      await expect(page.locator('body'), `${story.id} is drawn`).not.toHaveClass(/sb-show-errordisplay|sb-show-nopreview/)
      for (const scheme of schemes) {
        await tell(page, 'updateGlobals', { globals: { scheme } })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
        found.push(...(await violationsOf(page)).map((violation) => `${story.id}, ${scheme}: ${violation}`))
        if (pictured.includes(story.id)) await expect.soft(page).toHaveScreenshot(`${story.id}-${scheme}.png`, { clip: { x: 0, y: 0, width: 1200, height: 760 } })
      }
    }
    expect(found).toEqual([])
  })
