using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using NodaTime;
using Xunit;

namespace Broadsheet.Adapters.Tests.Sources;

/// <summary>
/// What every <see cref="IDataSource"/> keeps. The database has <c>items(id integer, name, price decimal, sold date, ok boolean)</c> with three
/// rows, of which the third is null but for its id.
/// </summary>
public abstract class SourceContract
{
    protected const string Items = """
        insert into items values (1, 'apple', 1.50, '2026-11-16', true), (2, 'O''Neil; drop table items', 2.25, '2026-11-17', false), (3, null, null, null, null);
        """;

    private protected abstract IDataSource Source { get; }

    private protected abstract Task<SettingValues> SettingsAsync();

    /// <summary>A select that would run for minutes.</summary>
    private protected abstract string Endless { get; }

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_typed()
    {
        var (columns, rows) = await ReadAsync("select id, name, price, sold, ok from items order by id");
        Assert.Equal([CellKind.Integer, CellKind.Text, CellKind.Decimal, CellKind.Date, CellKind.Boolean], columns.Select(c => c.Type));
        Assert.Equal([Cell.Of(1L), Cell.Of("apple"), Cell.Of(1.50m), Cell.Of(new DateOnly(2026, 11, 16)), Cell.Of(true)], rows[0]);
        Assert.All(rows[2].Skip(1), c => Assert.True(c.IsNull));
    }

    [Fact]
    public async Task Values_are_bound_and_never_become_sql()
    {
        var hostile = "O'Neil; drop table items";
        var (_, rows) = await ReadAsync("select id from items where name = @name -- @nothing\n and '@name' <> ''", new Bind("name", CellKind.Text, [Cell.Of(hostile)], false));
        Assert.Equal([Cell.Of(2L)], Assert.Single(rows));
    }

    [Theory]
    [InlineData("select id from items where name in (@names) order by id", "apple,O'Neil; drop table items", 2)]
    [InlineData("select id from items where name in (@names) order by id", "", 0)]
    public async Task A_list_is_as_many_values(string sql, string names, int count)
    {
        var list = names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => Cell.Of(n)).ToList();
        Assert.Equal(count, (await ReadAsync(sql, new Bind("names", CellKind.Text, list, true))).Rows.Count);
    }

    [Fact]
    public async Task Dates_numbers_and_nulls_bind_as_what_they_are()
    {
        var (_, rows) = await ReadAsync("select id from items where sold between @from and @to and price > @least and (@none is null or name = @none)",
            new("from", CellKind.Date, [Cell.Of(new DateOnly(2026, 11, 16))], false), new("to", CellKind.Date, [Cell.Of(new DateOnly(2026, 11, 17))], false),
            new("least", CellKind.Decimal, [Cell.Of(2m)], false), new("none", CellKind.Text, [Cell.Null], false));
        Assert.Equal([Cell.Of(2L)], Assert.Single(rows));
    }

    [Fact]
    public async Task Columns_of_one_name_get_numbers_and_an_empty_result_has_columns()
    {
        var (columns, rows) = await ReadAsync("select id, id, name as id from items where id < 0");
        Assert.Equal(["id", "id_2", "id_3"], columns.Select(c => c.Name));
        Assert.Empty(rows);
    }

    [Theory]
    [InlineData("select nope from items", "nope")]
    [InlineData("select * from nowhere", "nowhere")]
    [InlineData("selekt 1", "selekt")]
    [InlineData("-- nothing", "Query “q”, line 12")]
    public async Task What_the_database_refuses_names_query_line_and_its_own_words(string sql, string words)
    {
        var problem = Assert.IsType<Problem.Invalid>(await RefusedAsync(sql));
        Assert.Equal("queries.q", problem.Errors[0].Field);
        Assert.StartsWith("Query “q”, line 1", problem.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped_in_the_database()
    {
        var started = TimeProvider.System.GetTimestamp();
        var problem = await RefusedAsync(Endless, new() { QueryTime = Duration.FromMilliseconds(300) });
        Assert.Contains("longer than the limit of 0.3 s", problem.Summary, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Cancelling_stops_a_query()
    {
        await using var session = await OpenAsync(RenderLimits.Default);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var rows = await session.QueryAsync(Query(Endless), [], cancel.Token);
            if (!rows.IsOk) return;
            await using var reader = rows.Value;
            while (await reader.NextAsync(cancel.Token)) { }
        });
    }

    [Fact]
    public async Task Too_many_columns_are_an_error_with_the_number()
    {
        var problem = await RefusedAsync("select 1, 2, 3, 4", new() { MaxColumns = 3 });
        Assert.Contains("3", problem.Summary, StringComparison.Ordinal);
    }

    /// <summary>Runs each statement in turn on one session, as a report of several queries would; all are refused or harmless.</summary>
    private protected async Task<IReadOnlyList<string>> EscapeAsync(params string[] statements)
    {
        var refusals = new List<string>();
        await using var session = await OpenAsync(RenderLimits.Default);
        foreach (var statement in statements)
        {
            var problem = await RunAsync(session, statement);
            if (problem is not null) refusals.Add(problem.Summary);
        }

        return refusals;
    }

    private protected async Task<IDataSession> OpenAsync(RenderLimits limits)
    {
        var session = await Source.OpenAsync(await SettingsAsync(), new(limits, DateTimeZone.Utc), Ct);
        Assert.True(session.IsOk, session.Problem?.Summary);
        return session.Value;
    }

    private protected async Task<(IReadOnlyList<Column> Columns, IReadOnlyList<Cell[]> Rows)> ReadAsync(string sql, params Bind[] binds)
    {
        await using var session = await OpenAsync(RenderLimits.Default);
        var opened = await session.QueryAsync(Query(sql), binds, Ct);
        Assert.True(opened.IsOk, opened.Problem?.Summary);
        await using var rows = opened.Value;
        var read = new List<Cell[]>();
        while (await rows.NextAsync(Ct)) read.Add(rows.Row.ToArray());
        return (rows.Columns, read);
    }

    private protected static Query Query(string sql) => new("q", sql, null, 12);

    private async Task<Problem> RefusedAsync(string sql, RenderLimits? limits = null)
    {
        await using var session = await OpenAsync(limits ?? RenderLimits.Default);
        var problem = await RunAsync(session, sql);
        Assert.NotNull(problem);
        return problem;
    }

    private static async Task<Problem?> RunAsync(IDataSession session, string sql)
    {
        var opened = await session.QueryAsync(Query(sql), [], Ct);
        if (!opened.IsOk) return opened.Problem;
        await using var rows = opened.Value;
        try
        {
            while (await rows.NextAsync(Ct)) { }
            return null;
        }
        catch (ReportException failure)
        {
            return failure.Problem;
        }
    }
}
