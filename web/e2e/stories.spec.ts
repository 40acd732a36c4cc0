import { expect, test as base } from '@playwright/test'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectAccessible } from './axe'

const folder = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'storybook-static')
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const then = new Date('2026-03-25T09:41:00Z')

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

interface Entry {
  id: string
  title: string
  name: string
  type: string
}

const stories = (Object.values((JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { entries: Record<string, Entry> }).entries)).filter((entry) => entry.type === 'story')
const widgets = [...new Set(stories.map((story) => story.title))]

/** Compared as pictures: what a person sees most. */
const pictured = ['scheduleexportwidget--new', 'scheduledjobslistwidget--some', 'jobhistorywidget--some', 'notificationsettingswidget--some']

for (const widget of widgets)
  for (const scheme of ['light', 'dark'])
    test(`${widget} is accessible in each of its states, ${scheme}`, async ({ page, book }) => {
      await page.clock.setFixedTime(then)
      for (const story of stories.filter((s) => s.title === widget)) {
        await page.goto(`${book}/iframe.html?viewMode=story&id=${story.id}&globals=scheme:${scheme}`)
        await page.locator('#storybook-root section').first().waitFor()
        await page.evaluate(() => document.fonts.ready)
        await expect(page.getByText('Component failed to render')).toHaveCount(0)
        await expectAccessible(page, `${story.id} ${scheme}`)
        if (pictured.includes(story.id)) await expect(page.locator('#storybook-root section').first()).toHaveScreenshot(`${story.id}-${scheme}.png`)
      }
    })
