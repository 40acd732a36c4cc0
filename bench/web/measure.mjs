// How fast the pages and their lists are with 10,000 schedules and 100,000 runs. From the repository's root, with the server built:
//   node bench/web/measure.mjs
// It starts the server with a data folder of its own, fills the store behind its back (python3), and prints milliseconds as measured
// by the caller for the API, and by Chromium's own clock for the page.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '../../web/node_modules/@playwright/test/index.mjs'
import { operator, startServer } from '../../web/e2e/server.mjs'

const schedules = Number(process.env.SCHEDULES ?? 10_000)
const runs = Number(process.env.RUNS ?? 100_000)
const data = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))

const fill = `
import sqlite3, sys, uuid, datetime
path, schedules, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
db = sqlite3.connect(path)
def rows(table):
    cursor = db.execute('select * from ' + table + ' order by id limit 1')
    return [c[0] for c in cursor.description], list(cursor.fetchone())
def at(minutes): return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)).strftime('%Y-%m-%dT%H:%M:%S.000000Z')
def new(ms, n): return str(uuid.UUID(int=(ms << 80) | (7 << 76) | (n % 4096 << 64) | (2 << 62) | n))
base = int(datetime.datetime.now().timestamp() * 1000) - 100_000_000
names, one = rows('report_schedules')
mine = names.index('id'), names.index('name'), names.index('next_run_at')
ids = []
def schedule_rows():
    for n in range(schedules):
        row = list(one); row[mine[0]] = new(base + n, n); ids.append(row[mine[0]])
        row[mine[1]] = f'Schedule {n * 7919 % schedules} of region {n % 97}'; row[mine[2]] = at(60 + n)
        yield row
db.executemany('insert into report_schedules (' + ','.join(names) + ') values (' + ','.join('?' * len(names)) + ')', schedule_rows())
names, one = rows('runs')
column = {c: i for i, c in enumerate(names)}
def run_rows():
    for n in range(runs):
        row = list(one); row[column['id']] = new(base + schedules + n, n); row[column['schedule_id']] = ids[n % schedules]; row[column['slot']] = None
        row[column['status']] = 'failed' if n % 20 == 0 else 'succeeded'; row[column['schedule_name']] = f'Schedule {n % schedules}'
        row[column['started_at']] = at(-n / 3); row[column['finished_at']] = at(-n / 3 + 0.5)
        yield row
db.executemany('insert into runs (' + ','.join(names) + ') values (' + ','.join('?' * len(names)) + ')', run_rows())
db.execute('delete from changes')
db.commit(); db.execute('analyze'); db.commit()
`

async function call(server, path, method = 'GET', body) {
  const begun = performance.now()
  const answer = await fetch(server.address + path, { method, headers: { Authorization: `Bearer ${operator.key}`, 'Content-Type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return { took: performance.now() - begun, json: text ? JSON.parse(text) : null }
}

/** The tasks of the page's main thread, from Chromium's trace: what takes longer than 50 ms holds up a click. */
async function tasksOf(page, name, act) {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] })
  await act()
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve))))
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  const main = new Set(traceEvents.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map((e) => `${e.pid} ${e.tid}`))
  const tasks = traceEvents.filter((e) => e.name === 'ThreadControllerImpl::RunTask' && e.dur && main.has(`${e.pid} ${e.tid}`)).sort((a, b) => b.dur - a.dur)
  const long = tasks.filter((e) => e.dur > 50_000)
  console.log(`  ${name.padEnd(20)}${round((tasks[0]?.dur ?? 0) / 1000)}${round(Math.max(0, ...tasks.map((e) => e.tdur ?? 0)) / 1000)}${String(long.length).padStart(8)}`)
}

/** In each page, once: writes down when the first row of the list is there, by the page's own clock, and says so. */
function noteReady() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('table[aria-label="Schedules"] tbody tr')) return
    window.readyAt = performance.now()
    console.debug('ready')
    observer.disconnect()
  }).observe(document, { childList: true, subtree: true })
}

/** Loads the list. The page says when it is there: to look for it from outside would compile a script in the page while it loads. */
async function loaded(tab) {
  const said = tab.waitForEvent('console', { predicate: (message) => message.text() === 'ready' })
  await tab.goto('/reports/scheduling')
  await said
}

/** Of one loading: from its start to the first row of the list. */
async function readyAfterLoading(tab) {
  await loaded(tab)
  await tab.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  return tab.evaluate(() => window.readyAt)
}

/** The median, and the best and the worst. */
function say(name, times) {
  times.sort((a, b) => a - b)
  console.log(`  ${name.padEnd(22)}${round(times[times.length >> 1])}${round(times[0])}${round(times.at(-1))}`)
}

const round = (value) => value.toFixed(1).padStart(8)
const settings = { Broadsheet__Limits__PerCaller: '100000', Broadsheet__Data: data }

const first = await startServer(settings)
const { json: made } = await call(first, '/api/v1/reports/schedules', 'POST', { name: 'First', report_type: 'quality_summary', recurrence: 'every day at 08:00', formats: ['csv'], destinations: [{ type: 'inbox' }] })
await call(first, `/api/v1/reports/schedules/${made.id}/run`, 'POST', {})
while ((await call(first, '/api/v1/reports/runs?status=succeeded')).json.items.length === 0) await new Promise((resolve) => setTimeout(resolve, 100))
await first.stop()
execFileSync('python3', ['-c', fill, join(data, 'broadsheet.db'), String(schedules), String(runs)], { stdio: 'inherit' })

const server = await startServer({ ...settings, Broadsheet__Worker: 'false' })
// With a profile, as people have one: it keeps the scripts' compiled code, which a window without one compiles anew each time.
const profile = mkdtempSync(join(tmpdir(), 'broadsheet-profile-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.BROADSHEET_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'], viewport: { width: 1440, height: 900 }, baseURL: server.address,
})
const browser = context.browser()
await context.addInitScript(noteReady)
try {
  console.log(`${schedules} schedules, ${runs} runs; ms at the server, as its caller sees them: median and worst of 20`)
  for (const [name, path] of [
    ['list, newest first', '/api/v1/reports/schedules?limit=25&recent=14&total=true'],
    ['list by name', '/api/v1/reports/schedules?limit=25&recent=14&total=true&sort=name'],
    ['list by next run', '/api/v1/reports/schedules?limit=25&recent=14&total=true&sort=next_run_at'],
    ['search', '/api/v1/reports/schedules?limit=25&recent=14&total=true&q=region+42'],
    ['failing only', '/api/v1/reports/schedules?limit=25&recent=14&total=true&state=failing'],
    ['summary', '/api/v1/reports/schedules/summary'],
    ['runs', '/api/v1/reports/runs?limit=50&total=true'],
    ['failed runs', '/api/v1/reports/runs?limit=50&total=true&status=failed,partially_failed'],
  ]) {
    await call(server, path)
    const times = []
    for (let n = 0; n < 20; n++) times.push((await call(server, path)).took)
    times.sort((a, b) => a - b)
    console.log(`  ${name.padEnd(20)}${round(times[10])}${round(times[19])}`)
  }
  const page = await context.newPage()
  await page.goto('/signin')
  await page.getByLabel('E-mail').fill(operator.email)
  await page.getByLabel('Password', { exact: true }).fill(operator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()

  const colds = []
  for (let n = 0; n < 5; n++) {
    const fresh = await context.newPage()
    await (await context.newCDPSession(fresh)).send('Network.clearBrowserCache')
    colds.push(await readyAfterLoading(fresh))
    if (n === 0) {
      const script = await fresh.evaluate(() => performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0))
      console.log(`page: ${(script / 1000).toFixed(0)} kB of script as sent; the list's first row is there after, ms:`)
    }
    await fresh.close()
  }
  say('nothing in the cache', colds)

  const back = await context.newPage()
  for (let n = 0; n < 4; n++) await readyAfterLoading(back)
  const reloads = []
  for (let n = 0; n < 9; n++) reloads.push(await readyAfterLoading(back))
  say('loaded again', reloads)

  const within = []
  for (let n = 0; n < 9; n++) {
    await back.locator('#navigation').getByRole('link', { name: 'Run history' }).click()
    await back.getByRole('heading', { name: 'Run history', level: 1 }).waitFor()
    await back.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    within.push(
      await back.evaluate(() => {
        const begun = performance.now()
        return new Promise((resolve) => {
          new MutationObserver((_, observer) => {
            if (!document.querySelector('table[aria-label="Schedules"] tbody tr')) return
            observer.disconnect()
            resolve(performance.now() - begun)
          }).observe(document, { childList: true, subtree: true })
          document.querySelector('#navigation a[href="/reports/scheduling"]').click()
        })
      }),
    )
  }
  say('from another page', within)
  await back.close()

  const tab = await context.newPage()
  const rows = tab.getByRole('table', { name: 'Schedules' }).locator('tbody tr')
  console.log('longest task of the page: ms, ms of processor, how many above 50 ms')
  await tasksOf(tab, 'open', async () => {
    await loaded(tab)
    // What comes after the list belongs to it.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  })
  await tasksOf(tab, 'search', async () => {
    await tab.getByRole('searchbox', { name: 'Search the schedules' }).pressSequentially('region 42')
    await rows.filter({ hasNotText: 'region 42' }).first().waitFor({ state: 'detached' })
  })
  await tasksOf(tab, 'clear', async () => {
    await tab.getByRole('searchbox', { name: 'Search the schedules' }).fill('')
    await rows.filter({ hasNotText: 'region 42' }).first().waitFor()
  })
  await tasksOf(tab, 'sort by next run', async () => {
    const before = await rows.first().getByRole('link').first().innerText()
    await tab.getByRole('table', { name: 'Schedules' }).getByRole('button', { name: 'Next run' }).click()
    await rows.first().filter({ hasNotText: before }).waitFor()
  })
  await tasksOf(tab, 'show more', async () => {
    const before = await rows.count()
    await tab.locator('section', { has: tab.getByRole('table', { name: 'Schedules' }) }).getByRole('button', { name: /^Show/ }).click()
    await rows.nth(before).waitFor()
  })
  await tab.close()
} finally {
  await context.close()
  await server.stop()
  for (const folder of [data, profile]) rmSync(folder, { recursive: true, force: true })
}
