// The pages around the schedules, as people use them: against the built server with its demo.
import { expect, test } from '@playwright/test'
import { operator, startServer } from './server.mjs'

test.describe.configure({ mode: 'serial' })

let server
let viewerLink

const ask = (method, path, body, key = operator.key) =>
  fetch(server.address + path, { method, headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) })

test.beforeAll(async () => {
  server = await startServer({ Broadsheet__Worker: 'false' })
  const member = await (await ask('POST', '/api/v1/members', { email: 'viewer@example.com', role: 'viewer', name: 'Vera Viewer' })).json()
  viewerLink = member.sign_in_path
})

test.afterAll(async () => {
  await server?.stop()
})

async function signIn(page) {
  await page.goto(server.address + '/signin')
  await page.getByLabel('E-mail').fill(operator.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(operator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
}

/** What the page's policy refused, and what was thrown: neither may happen. */
function watch(page) {
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) wrong.push(message.text())
  })
  return wrong
}

test('A report is written with its preview beside it, mended where it is wrong, saved, and brought back', async ({ page }) => {
  const wrong = watch(page)
  await signIn(page)
  await page.goto(server.address + '/reports/templates')
  await page.getByRole('button', { name: 'New report' }).click()
  const preview = page.frameLocator('iframe[title="Preview of the page"]')
  await expect(preview.getByRole('heading', { level: 1 })).toContainText('Test runs of EU')

  const source = page.getByRole('textbox', { name: 'Source of the report' })
  await source.getByText('report_type').first().click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type('report_type: nightly_runs')
  await source.getByText('from test_runs').click()
  await page.keyboard.press('End')
  await page.keyboard.type('x')
  const errors = page.getByRole('group', { name: 'Errors in the source' })
  await expect(errors.getByRole('button')).toContainText('test_runsx')
  await expect(page.getByText('This is the last good preview')).toBeVisible()
  await expect(preview.getByRole('heading', { level: 1 })).toContainText('Test runs of EU')
  await errors.getByRole('button').click()
  await expect(source).toBeFocused()

  await source.getByText('from test_runsx').click()
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await expect(errors).toBeHidden()
  await page.getByLabel('Region').fill('US')
  await expect(preview.getByRole('heading', { level: 1 })).toContainText('Test runs of US')

  await page.getByRole('tab', { name: 'PDF' }).click()
  await expect(page.getByTitle('Preview of the PDF')).toHaveAttribute('src', /^blob:/)
  await expect(page.getByRole('link', { name: 'Save' })).toHaveAttribute('download', 'preview.pdf')
  await page.getByRole('tab', { name: 'Data' }).click()
  await expect(page.getByRole('region', { name: 'Query days' }).getByRole('columnheader', { name: 'passed integer' })).toBeVisible()
  await page.getByRole('button', { name: 'Save report' }).click()
  await page.waitForURL(/\/reports\/templates\/[0-9a-f-]{36}\/edit/)
  await expect(page.getByText('nightly_runs · version 1')).toBeVisible()

  await source.getByText('group by day').click()
  await page.keyboard.press('End')
  await page.keyboard.type(' -- by day')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('nightly_runs · version 2')).toBeVisible()
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByRole('region', { name: 'What version 2 changed' })).toContainText('group by day -- by day')
  await page.getByRole('button', { name: /Version 1/ }).click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('nightly_runs · version 3')).toBeVisible()
  await expect(source).not.toContainText('-- by day')
  expect(wrong).toEqual([])
})

test('A data source is added from what its type says of itself, and tested; a wrong one says why', async ({ page }) => {
  const demo = (await (await ask('GET', '/api/v1/data-sources')).json()).items.find((source) => source.name === 'demo')
  await signIn(page)
  await page.goto(server.address + '/admin/data-sources')
  await page.getByRole('button', { name: 'Add data source' }).click()
  const form = page.getByRole('dialog', { name: 'Add a data source' })
  await form.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'SQLite' }).click()
  await form.getByRole('button', { name: 'Save and test' }).click()
  await expect(form.getByRole('alert')).toBeFocused()
  await form.getByRole('textbox', { name: /^Name/ }).fill('demo_again')
  for (const [name, value] of Object.entries(demo.settings)) {
    const field = form.getByRole('textbox', { name: new RegExp(`^${name}`, 'i') })
    if (typeof value === 'string' && (await field.count()) > 0 && (await field.isEditable())) await field.fill(value)
  }
  await form.getByRole('button', { name: 'Save and test' }).click()
  const row = page.getByRole('row', { name: /demo_again/ })
  await expect(row.getByText('Answers')).toBeVisible()

  await page.getByRole('button', { name: 'Delete demo', exact: true }).click()
  const leaving = page.getByRole('dialog', { name: 'Delete “demo”?' })
  await expect(leaving).toContainText('It cannot go yet')
  await expect(leaving.getByRole('button', { name: 'Delete data source' })).toHaveCount(0)
})

test('An API key is shown once, works, and is refused when it is revoked', async ({ page }) => {
  await signIn(page)
  await page.goto(server.address + '/settings/api-keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name').fill('Pipeline')
  await page.getByLabel('viewer', { exact: true }).check()
  await page.getByRole('button', { name: 'Make key' }).click()
  const key = await page.getByRole('textbox', { name: 'API key' }).inputValue()
  expect(key).toMatch(/^bsk_/)
  expect((await ask('GET', '/api/v1/me', undefined, key)).status).toBe(200)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Revoke Pipeline' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByRole('row', { name: /Pipeline/ })).toHaveCount(0)
  await expect.poll(async () => (await ask('GET', '/api/v1/me', undefined, key)).status).toBe(401)
})

test('The audit log is read, narrowed in the address, compared, counted and verified', async ({ page }) => {
  await signIn(page)
  await page.goto(server.address + '/admin/audit?action=api_key.*')
  const row = page.getByRole('row', { name: /API key created/ }).first()
  await expect(row).toContainText('Pipeline')
  await row.getByRole('button', { name: /Details of entry/ }).click()
  await expect(page.getByRole('row', { name: /^role — viewer/ })).toBeVisible()
  await page.getByRole('button', { name: 'Analytics' }).click()
  await expect(page).toHaveURL(/view=analytics/)
  await expect(page.getByRole('region', { name: 'What', exact: true })).toContainText('API key created')
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('dialog')).toContainText('unchanged and in order')
})

test('A viewer is offered none of it', async ({ page }) => {
  await page.goto(server.address + viewerLink)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  const links = page.getByRole('navigation', { name: 'Pages' })
  for (const name of ['Members', 'Data sources', 'Connections', 'Calendars', 'Audit log', 'Workspaces']) await expect(links.getByRole('link', { name })).toHaveCount(0)

  await links.getByRole('link', { name: 'Reports', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Quality summary' })).toBeVisible()
  await expect(page.getByRole('button', { name: /New report|More for/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'Quality summary' }).click()
  await expect(page.frameLocator('iframe[title="Preview of the page"]').getByRole('heading', { level: 1 })).toContainText('Quality')
  await expect(page.getByRole('button', { name: /Save|Delete/ })).toHaveCount(0)

  await page.goto(server.address + '/reports/templates/new/edit')
  await expect(page.getByRole('alert')).toContainText('Only editors and admins')
  for (const [path, action] of [
    ['data-sources', 'Add data source'],
    ['connections', 'Add connection'],
    ['calendars', 'New calendar'],
    ['members', 'Invite'],
  ]) {
    await page.goto(`${server.address}/admin/${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: action })).toHaveCount(0)
  }
  await page.goto(server.address + '/admin/audit')
  await expect(page.getByRole('alert')).toContainText('for auditors and admins')
})
