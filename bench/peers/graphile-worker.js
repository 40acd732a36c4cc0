// node graphile-worker.js <url> <due>: no-op jobs due at one instant, each recorded as one row. It says nothing of each that went well.
process.env.NO_LOG_SUCCESS = '1';
const { run, runMigrations } = require('graphile-worker');
const { Pool } = require('pg');
const { far, report, soon, table } = require('./storm');

const [url, due] = [process.argv[2], Number(process.argv[3])];
const batch = 1000;

async function main() {
  const pool = new Pool({ connectionString: url, max: 24 });
  pool.on('error', () => {});
  await runMigrations({ pgPool: pool });
  await pool.query(table);
  for (let i = 0; i < due; i += batch) {
    await pool.query(
      `select count(*) from graphile_worker.add_jobs((select array_agg(row('noop', json_build_object('i', i), null, $3::timestamptz, null, null, null, null)::graphile_worker.job_spec) from generate_series($1::int, $2::int) i))`,
      [i + 1, Math.min(i + batch, due), far]);
  }
  const at = soon(due, 10_000);
  await pool.query('update graphile_worker._private_jobs set run_at = $1', [at]);
  await pool.query('vacuum analyze graphile_worker._private_jobs');
  let done = 0;
  let finish;
  const finished = new Promise((resolve) => { finish = resolve; });
  const runner = await run({
    pgPool: pool, concurrency: 32, pollInterval: 500, noHandleSignals: true,
    preset: { worker: { maxPoolSize: 24, completeJobBatchDelay: 5, failJobBatchDelay: 5, localQueue: { size: 500 } } },
    taskList: {
      noop: async (job) => {
        await pool.query({ name: 'i', text: 'insert into bench_runs (k, slot, started_at) values ($1, $2, clock_timestamp())', values: [job.i, at] });
        if (++done === due) finish();
      },
    },
  });
  await report(pool, at, due, finished);
  await runner.stop();
  process.exit(0);
}

main().catch((e) => { console.error(e); process.exit(1); });
