using System.Text.RegularExpressions;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

/// <summary>What every <see cref="IReportFormat"/> keeps. <see cref="CheckAsync"/> opens the file as its readers do.</summary>
public abstract class FormatContract
{
    private protected abstract IReportFormat Format { get; }

    /// <summary>Fails when the file is not a valid one.</summary>
    private protected abstract Task CheckAsync(byte[] file);

    /// <summary>What a reader finds in the file, as lines: values with their types, texts in their order. Bytes may change, this not.</summary>
    private protected abstract Task<string> ContentAsync(byte[] file);

    /// <summary>
    /// Held against the file of its name under <c>Golden/</c>. Where the difference is meant, the new content is what the message
    /// names, to be looked at and put in its place.
    /// </summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("hostile")]
    public async Task Its_content_is_the_one_on_record(string rows)
    {
        var table = SomeReport.Table("runs", SomeReport.Columns, rows == "plain" ? [SomeReport.Row(1, "first"), SomeReport.Row(2, "żółć")] : SomeReport.HostileRows);
        var content = (await ContentAsync((await WriteAsync(SomeReport.Content(table))).File)).ReplaceLineEndings("\n");
        var name = $"{Format.Name}-{rows}.txt";
        var record = Repository.File("tests/Broadsheet.Adapters.Tests/Formats/Golden/" + name);
        var expected = File.Exists(record) ? await File.ReadAllTextAsync(record) : "";
        if (content == expected) return;
        var found = Path.Combine(Path.GetTempPath(), name);
        await File.WriteAllTextAsync(found, content);
        var (was, now) = (expected.Split('\n'), content.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(was.Length, now.Length)).First(i => was.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        Assert.Fail($"{record}, line {line + 1}\n  on record: {was.ElementAtOrDefault(line)}\n  now:       {now.ElementAtOrDefault(line)}\nAll of it is in {found}.");
    }

    [Fact]
    public void Its_names_are_plain()
    {
        Assert.Matches(new Regex("^[a-z]{2,8}$", RegexOptions.None, TimeSpan.FromSeconds(1)), Format.Name);
        Assert.Matches(new Regex("^[a-z]{2,8}$", RegexOptions.None, TimeSpan.FromSeconds(1)), Format.Extension);
        Assert.Contains('/', Format.MediaType);
    }

    [Fact]
    public async Task Hostile_cells_make_a_valid_file()
    {
        var (rows, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, SomeReport.HostileRows)));
        Assert.Equal(SomeReport.HostileRows.Count, rows);
        await CheckAsync(file);
    }

    [Fact]
    public async Task An_empty_result_makes_a_valid_file()
    {
        var (rows, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [])));
        Assert.Equal(0, rows);
        await CheckAsync(file);
    }

    [Fact]
    public async Task A_report_without_queries_makes_a_valid_file()
    {
        if (Format.FilePerTable) return;
        var (_, file) = await WriteAsync(SomeReport.Content());
        await CheckAsync(file);
    }

    [Fact]
    public async Task The_same_report_makes_the_same_bytes()
    {
        var content = SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, "x")]));
        Assert.Equal((await WriteAsync(content)).File.Length, (await WriteAsync(content)).File.Length);
    }

    [Fact]
    public async Task Tables_are_opened_as_often_as_promised()
    {
        if (!Format.ReadsOnce) return;
        var order = new List<string>();
        ReportTable One(string name) => SomeReport.Table(name, SomeReport.Columns, [SomeReport.Row(1, name)], () => order.Add(name));
        await WriteAsync(SomeReport.Content(One("a"), One("b")));
        Assert.Equal(["a", "b"], order);
    }

    [Fact]
    public async Task A_failure_of_the_rows_comes_out_as_it_is()
    {
        var content = SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, "x")]));
        var failing = content.Tables[0] with { Open = _ => throw new ReportException(new Problem.Unavailable("gone", "It went away.")) };
        var failure = await Assert.ThrowsAsync<ReportException>(() => WriteAsync(content with { Tables = [failing] }));
        Assert.Equal("It went away.", failure.Problem.Summary);
    }

    [Fact]
    public async Task A_cell_of_a_million_characters_makes_a_valid_file()
    {
        var (rows, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, string.Concat(Enumerable.Repeat("long żółw 東\n", 100_000))), SomeReport.Row(2, new('x', 1_000_000))])));
        Assert.Equal(2, rows);
        await CheckAsync(file);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(10_000)]
    public async Task Many_columns_make_a_valid_file(int many)
    {
        var columns = Enumerable.Range(0, many).Select(i => new Column($"c{i}", CellKind.Integer)).ToList();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("wide", columns, [[.. columns.Select((_, i) => Cell.Of((long)i))]])));
        await CheckAsync(file);
    }

    private protected async Task<(long Rows, byte[] File)> WriteAsync(ReportContent content)
    {
        var output = new NoSeek();
        var rows = await Format.WriteAsync(content, output, TestContext.Current.CancellationToken);
        Assert.False(output.Closed, "The stream is the caller's to close.");
        return (rows, output.Bytes);
    }
}
