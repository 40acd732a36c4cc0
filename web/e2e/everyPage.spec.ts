// Every page, in both themes and both widths: nothing that axe finds, nothing wider than the window, nothing the policy refuses.
import { expect, test, type Page } from '@playwright/test'
import { violationsOf } from './axe'
import { operator, startServer, type RunningServer } from './server.mjs'

let server: RunningServer
let schedule: string
let run: string
let report: string
let invitation: string

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(server.address + path, { method, headers: { Authorization: `Bearer ${operator.key}`, 'Content-Type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

test.beforeAll(async () => {
  server = await startServer({ Broadsheet__Limits__PerCaller: '100000' })
  await ask('PUT', '/api/v1/delivery-settings', { allowed_domains: ['example.com'] })
  const to = [operator.email, 'auditor@partner.example']
  schedule = (await ask<{ id: string }>('POST', '/api/v1/reports/schedules', { name: 'Weekly quality', report_type: 'quality_summary', recurrence: 'every weekday at 08:00', timezone: 'Europe/Berlin', formats: ['pdf', 'xlsx'], destinations: [{ type: 'email', to }, { type: 'inbox' }] })).id
  run = (await ask<{ run_id: string }>('POST', `/api/v1/reports/schedules/${schedule}/run`, {})).run_id
  report = (await ask<{ items: { id: string }[] }>('GET', '/api/v1/reports/templates')).items[0]!.id
  invitation = (await ask<{ accept_path: string }>('POST', '/api/v1/invitations', { email: 'new@example.com', role: 'editor' })).accept_path
  await expect.poll(async () => (await ask<{ finished_at: string | null }>('GET', `/api/v1/reports/runs/${run}`)).finished_at, { timeout: 60_000 }).not.toBeNull()
})

test.afterAll(async () => server?.stop())

/** The pages that need no session, and all others. */
const open = () => ['/signin', '/signin?link=refused', '/signin?provider=refused&reason=You+have+no+role+here.', invitation, '/invitations/no-such-token']
const behind = () => [
  ...['/', '/reports/scheduling', `/reports/scheduling?edit=${schedule}`, '/reports/scheduling?q=nothing+has+this', `/reports/scheduling/${schedule}`],
  ...['runs', 'settings', 'changes'].map((tab) => `/reports/scheduling/${schedule}?tab=${tab}`),
  ...['/reports/history', `/reports/history/${run}`, '/reports/templates', `/reports/templates/${report}/edit`, '/reports/templates/new/edit'],
  ...['data-sources', 'connections', 'calendars', 'members', 'recipients', 'recipients?status=all', 'workspaces', 'audit', 'audit?view=analytics'].map((page) => '/admin/' + page),
  ...['api-keys', 'profile', 'notifications'].map((page) => '/settings/' + page),
  '/nowhere',
]

async function look(page: Page, path: string, found: string[]) {
  await page.goto(server.address + path)
  await page.getByRole('heading', { level: 1 }).or(page.getByText('There is nothing at this address')).or(page.getByText('does not work any more')).first().waitFor()
  await expect(page.locator('[aria-busy="true"]'), `${path} is done loading`).toHaveCount(0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    for (const violation of await violationsOf(page)) found.push(`${path}, ${colorScheme}: ${violation}`)
  }
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wider > 0) found.push(`${path}: ${wider} px wider than the window`)
  const here = await page.evaluate(() => [...document.querySelectorAll('nav')].filter((nav) => nav.querySelectorAll('[aria-current]').length > 1).map((nav) => nav.getAttribute('aria-label')))
  for (const nav of here) found.push(`${path}: in “${nav}” more than one link is said to be where the reader is`)
  const burst = await page.evaluate(() => [...document.querySelectorAll('main section')].filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => `“${card.querySelector('h2, h3')?.textContent ?? ''}” by ${card.scrollWidth - card.clientWidth} px`))
  for (const card of burst) found.push(`${path}: what is in a card stands out of it: ${card}`)
}

for (const width of [1440, 390])
  test(`Every page is accessible in both themes and fits, ${width} wide`, async ({ page }) => {
    test.setTimeout(300_000)
    const found: string[] = []
    page.on('pageerror', (error) => found.push(`thrown: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) found.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(server.address) && !/^(data|blob):/.test(request.url())) found.push(`left the site: ${request.url()}`)
    })
    await page.setViewportSize({ width, height: 900 })
    for (const path of open()) await look(page, path, found)
    await page.goto(server.address + '/signin')
    await page.getByLabel('E-mail').fill(operator.email)
    await page.getByLabel('Password', { exact: true }).fill(operator.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    for (const path of behind()) await look(page, path, found)
    expect(found).toEqual([])
  })
