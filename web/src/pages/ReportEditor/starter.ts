/** A document that works as it stands: the first preview of a new report shows something. */
export function starter(source: string | undefined): string {
  return source === 'demo' ? demo : plain(source)
}

const demo = `---
title: Test runs of {{region}}
report_type: my_report
description: What ran, and what failed.
source: demo
parameters:
  region:
    type: text
    label: Region
    default: EU
    choices_sql: "select distinct region from projects order by region"
  period: { type: period, label: Period, default: last_week }
---
# Test runs of {{region}}, {{period}}

\`\`\`sql days
select day, sum(passed) as passed, sum(failed) as failed
from test_runs
where region = @region and day between @period_from and @period_to
group by day
order by day
\`\`\`

{{#if days}}**{{number (sum days.passed)}}** tests passed and **{{number (sum days.failed)}}** failed.{{else}}Nothing ran.{{/if}}

\`\`\`chart days
type: line
x: day
y: [passed, failed]
\`\`\`

\`\`\`table days
totals: true
\`\`\`
`

const plain = (source: string | undefined) => `---
title: My report
report_type: my_report
description: One line that lists show.
source: ${source ?? 'name_of_a_data_source'}
parameters:
  period: { type: period, label: Period, default: last_week }
---
# My report, {{period}}

\`\`\`sql answer
select 'Change this query' as what, 1 as how_many
\`\`\`

There {{plural answer.rows "is one row" "are rows"}} in the answer.

\`\`\`table answer
\`\`\`
`

/** A copy says so in its title and has a name of its own; the rest stays to the letter. */
export function copyOf(text: string): string {
  return text.replace(/^title:\s*(.*)$/m, (_, title: string) => `title: ${unquoted(title)} (copy)`).replace(/^report_type:\s*(\S+)\s*$/m, (_, type: string) => `report_type: ${type.slice(0, 58)}_copy`)
}

function unquoted(title: string) {
  const text = title.trim()
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}
