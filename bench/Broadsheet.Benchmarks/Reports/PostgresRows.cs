namespace Broadsheet.Benchmarks.Reports;

/// <summary>The rows of <see cref="MadeRows"/> as a table of PostgreSQL, and a report over them.</summary>
internal static class PostgresRows
{
    public static string Sql(int rows) => $"""
        create unlogged table sales as
        select i as id, (i::bigint * 7919 % 100000000 / 100.0)::numeric(10,2) as amount, (array['Zażółć gęślą', 'Αθήνα "Plaka"', 'Smith, John', 'O''Neil & Sons',
               'Москва ООО', 'Plain Name Ltd', '東京 Trading, Inc.', 'Müller "GmbH", KG'])[i % 8 + 1] || ' ' || i % 1000 as name,
               timestamp '2020-01-01' + (i % 94608000) * interval '1.001 second' as at, case when i % 13 <> 0 then i % 3 = 0 end as active,
               (array[null, 'ordered "express", paid', 'nothing special about this row', 'x'])[i % 4 + 1] as note, case when i % 17 <> 0 then i % 1000003 / 7.0::float8 end as price,
               (array['PL', 'GR', 'US', 'DE', 'JP'])[i % 5 + 1] as country, case when i % 11 <> 0 then i % 500 end as quantity, date '2020-01-01' + i % 1500 as day
        from generate_series(1, {rows}) as i
        """;

    public static string Report(int rows) => $"---\ntitle: Sales\nreport_type: sales\nsource: pg\n---\n```sql sales\nselect * from sales{(rows < 5_000_000 ? $" limit {rows}" : "")}\n```\n";
}
