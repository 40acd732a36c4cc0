// What the peers' scripts share: the instant of the storm, and the figures after it.
const table = 'create table bench_runs (id bigint generated always as identity primary key, k text, slot timestamptz, started_at timestamptz)';

// A day away: jobs are inserted for then, and become due together once all are there, however long that takes.
const far = new Date(Date.now() + 86_400_000);

// Making them due takes time as well: at least so many a second on a busy machine.
function soon(due, perSecond) {
  return new Date(Math.ceil(Date.now() / 1000) * 1000 + 5000 + (due / perSecond) * 1000);
}

// Says READY when everything waits for the instant, and the figures once all is done; seconds count from the instant.
async function report(pool, at, due, finished) {
  if (Date.now() > at) throw new Error('Making the jobs due took longer than planned: this machine is busy.');
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now() - 200)));
  const before = process.cpuUsage();
  console.log('READY');
  await finished;
  const cpu = process.cpuUsage(before);
  const seconds = (Date.now() - at) / 1000;
  const late = 'within group (order by extract(epoch from started_at - slot))';
  const { rows: [row] } = await pool.query(`select count(*) n, count(distinct k) k, percentile_cont(0.5) ${late} p50, percentile_cont(0.99) ${late} p99 from bench_runs`);
  if (Number(row.n) !== due || Number(row.k) !== due) throw new Error(`${row.n} rows of ${row.k} jobs for ${due}`);
  console.log(`seconds=${seconds.toFixed(3)} p50=${Number(row.p50).toFixed(3)} p99=${Number(row.p99).toFixed(3)} cpu=${((cpu.user + cpu.system) / 1e6).toFixed(2)}`);
}

module.exports = { far, report, soon, table };
