// node pg-boss.js <url> <due>: no-op jobs due at one instant, each recorded as one row.
// It fetches at most a batch each half second, so a small one is what is measured: two workers with 5,000 were the fastest of 1 to 16 with 250 to 10,000.
const PgBoss = require('pg-boss');
const { Pool } = require('pg');
const { far, report, soon, table } = require('./storm');

const [url, due] = [process.argv[2], Number(process.argv[3])];
const batch = 5000;

async function main() {
  const pool = new Pool({ connectionString: url, max: 20 });
  const boss = new PgBoss({ connectionString: url, max: 10, supervise: false, schedule: false });
  boss.on('error', (e) => console.error(e.message));
  await boss.start();
  await pool.query(table);
  await boss.createQueue('noop');
  for (let i = 0; i < due; i += batch) {
    await boss.insert(Array.from({ length: Math.min(batch, due - i) }, (_, j) => ({ name: 'noop', data: { i: i + j }, startAfter: far.toISOString() })));
  }
  const at = soon(due, 2_000);
  await pool.query('update pgboss.job set start_after = $1', [at]);
  await pool.query('vacuum analyze pgboss.job');
  let done = 0;
  let finish;
  const finished = new Promise((resolve) => { finish = resolve; });
  for (let worker = 0; worker < 2; worker++) {
    await boss.work('noop', { batchSize: batch, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      await Promise.all(jobs.map((job) =>
        pool.query({ name: 'i', text: 'insert into bench_runs (k, slot, started_at) values ($1, $2, clock_timestamp())', values: [job.data.i, at] })));
      done += jobs.length;
      if (done >= due) finish();
    });
  }
  await report(pool, at, due, finished);
  process.exit(0);
}

main().catch((e) => { console.error(e); process.exit(1); });
