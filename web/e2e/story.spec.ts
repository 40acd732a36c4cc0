import { expect, test as base, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { startMailbox, type Mailbox } from './mailbox.mjs'
import { operator, startServer, type RunningServer } from './server.mjs'

/** One server a worker, with the demo's reports and a data folder of its own; what it mails lands in a mailbox. */
const test = base.extend<{ watched: string[] }, { mailbox: Mailbox; server: RunningServer }>({
  mailbox: [
    async ({}, use) => {
      const mailbox = await startMailbox()
      await use(mailbox)
      await mailbox.stop()
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ mailbox }, use) => {
      const server = await startServer(mailbox.settings)
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.address),
  // Nothing may leave the site, break the policy, or be thrown.
  watched: [
    async ({ page, server }, use) => {
      const found: string[] = []
      page.on('pageerror', (error) => found.push(`thrown: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) found.push(message.text())
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(server.address) && !/^(data|blob):/.test(request.url())) found.push(`left the site: ${request.url()}`)
      })
      await use(found)
      expect(found).toEqual([])
    },
    { auto: true },
  ],
})

async function signIn(page: Page, email = operator.email, password = operator.password) {
  await page.goto('/signin')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

async function api(server: RunningServer, method: string, path: string, body?: object) {
  const answer = await fetch(server.address + path, { method, headers: { Authorization: `Bearer ${operator.key}`, 'Content-Type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : ((await answer.json()) as Record<string, never>)
}

const make = (server: RunningServer, name: string) =>
  api(server, 'POST', '/api/v1/reports/schedules', { name, report_type: 'quality_summary', recurrence: 'every weekday at 08:00', timezone: 'Europe/Berlin', formats: ['csv'], destinations: [{ type: 'inbox' }] }) as Promise<{ id: string } & Record<string, never>>

for (const width of [1440, 390])
  test.describe(`at ${width}`, () => {
    test.use({ viewport: { width, height: width === 390 ? 844 : 900 } })

    test(`A schedule is made in plain English, runs, delivers, is paused, edited and deleted, at ${width}`, async ({ page, mailbox }) => {
      const name = `Quality for Europe ${width}`
      await signIn(page)
      await page.goto('/reports/scheduling')
      const form = page.getByRole('form', { name: 'New schedule' })
      await form.getByRole('textbox', { name: 'Report' }).or(form.getByLabel('Report', { exact: true })).first().click()
      await page.getByRole('option', { name: 'Quality summary' }).click()
      await form.getByLabel(/^Name/).fill(name)
      await form.getByRole('button', { name: 'Add filter' }).click()
      await page.getByRole('menuitem', { name: /Region/ }).click()
      await page.getByRole('form', { name: 'Filter Region' }).getByRole('button', { name: 'Done' }).click()
      await expect(form.getByText('Region is EU')).toBeVisible()
      await form.getByLabel('When, in plain English or cron').fill('last friday of the month at 17:30')
      await expect(form.getByText(/last Friday of every month at 17:30/i)).toBeVisible()
      await expect(form.getByRole('heading', { name: 'Next 5 runs' })).toBeVisible()
      await form.getByRole('button', { name: 'Create schedule' }).click()
      await expect(page.getByText(`Created “${name}”.`, { exact: false })).toBeVisible()

      const row = page.getByRole('table', { name: 'Schedules' }).getByRole('row').filter({ hasText: name })
      await expect(row).toBeVisible()
      await row.getByRole('button', { name: `Run ${name} now` }).click()
      const run = page.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ hasText: name }).first()
      await expect(run.getByText('Succeeded')).toBeVisible({ timeout: 45_000 })
      const [file] = await Promise.all([page.waitForEvent('download'), run.getByRole('link', { name: /^Download/ }).click()])
      expect(readFileSync((await file.path())!).subarray(0, 5).toString()).toBe('%PDF-')
      expect(mailbox.mails().filter((mail) => mail.includes(`To: ${operator.email}`) && mail.includes('application/pdf') && mail.includes(name))).toHaveLength(1)

      await run.getByRole('link', { name }).click()
      await expect(page.getByRole('heading', { name: 'How it went' })).toBeVisible()
      await expect(page.getByText(`To ${operator.email}`)).toBeVisible()
      await page.goBack()

      await row.getByRole('button', { name: `Pause ${name}` }).click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(row.getByRole('button', { name: `Pause ${name}` })).toBeVisible()

      await row.getByRole('button', { name: `Edit ${name}` }).click()
      const edit = page.getByRole('form', { name: 'Edit schedule' })
      await edit.getByLabel('When, in plain English or cron').fill('every monday at 9:00')
      await expect(edit.getByRole('heading', { name: 'What changes' })).toBeVisible()
      await expect(edit.getByText('every monday at 9:00').last()).toBeVisible()
      await edit.getByRole('button', { name: 'Save changes' }).click()
      await expect(page.getByText(`Saved “${name}”.`)).toBeVisible()
      await expect(row.getByText('Every Monday at 09:00')).toBeVisible()

      await row.getByRole('button', { name: `More for ${name}` }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await expect(page.getByRole('dialog')).toContainText('The history and the files that were made stay')
      await page.getByRole('dialog').getByRole('button', { name: 'Delete schedule' }).click()
      await expect(row).toHaveCount(0)
      await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ hasText: name }).first()).toBeVisible()
    })
  })

test('A viewer sees schedules, runs and files, and is offered nothing they may not do', async ({ page, server }) => {
  await make(server, 'For all to see')
  const member = (await api(server, 'POST', '/api/v1/members', { email: 'viewer@example.com', role: 'viewer' }))! as unknown as { sign_in_path: string }
  await page.goto(member.sign_in_path)
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Schedules' }).click()
  const row = page.getByRole('table', { name: 'Schedules' }).getByRole('row').filter({ hasText: 'For all to see' })
  await expect(row).toBeVisible()
  await expect(row.getByRole('button')).toHaveCount(0)
  await expect(page.getByText('You may look at schedules here, not make them.', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create schedule' })).toHaveCount(0)
  await row.getByRole('link', { name: 'For all to see' }).click()
  await expect(page.getByRole('heading', { name: 'Coming runs' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Run now' })).toHaveCount(0)
})

test('Keyboard only: a schedule is searched, opened, paused, and a new one made', async ({ page, server }) => {
  const { id } = await make(server, 'Zebra crossing')
  await page.goto('/signin')
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type(operator.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(operator.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await page.goto('/reports/scheduling')
  await expect(page.getByRole('table', { name: 'Schedules' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search the schedules' })).toBeFocused()
  await page.keyboard.type('zebra')
  const rows = page.getByRole('table', { name: 'Schedules' }).locator('tbody tr')
  await expect(rows).toHaveCount(1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('j')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('p')
  await expect(rows.first().getByText('Paused')).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toHaveCount(0)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/reports/scheduling/${id}`))
  await expect(page.getByRole('heading', { name: 'Zebra crossing', level: 1 })).toBeFocused()
})

test('The printed link of a first start opens the app signed in, and works once', async ({ page }) => {
  const fresh = await startServer({}, { bootstrap: false })
  try {
    page.removeAllListeners('request')
    await page.goto(fresh.link!)
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(page.getByText('Quality summary')).toBeVisible()
    await page.context().clearCookies()
    await page.goto(fresh.link!)
    await expect(page.getByRole('alert')).toContainText('This link has been used')
  } finally {
    await fresh.stop()
  }
})

test('What others do is seen without a reload, and does not move the page', async ({ page, server }) => {
  await signIn(page)
  await page.goto('/reports/scheduling')
  await expect(page.getByRole('heading', { name: 'Run history' })).toBeVisible()
  const { id } = await make(server, 'Made elsewhere')
  await expect(page.getByRole('button', { name: /new schedule/ })).toBeVisible()
  await api(server, 'POST', `/api/v1/reports/schedules/${id}/run`, {})
  await page.getByRole('button', { name: /new run/ }).click()
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ hasText: 'Made elsewhere' }).getByText('Succeeded')).toBeVisible({ timeout: 45_000 })
})
