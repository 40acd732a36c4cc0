using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.DataSources;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>One who gets a report of their own.</summary>
internal sealed record ForEachRecipient(string To, JsonObject Filters);

/// <summary>
/// Reads who a schedule is for, each with their own filters: <c>{"list": [{"to", "filters"}]}</c>, or <c>{"query", "source"?}</c> whose column
/// <c>to</c> is the address and whose other columns are parameters of the report.
/// </summary>
internal sealed class ForEach(DataSourceCatalog sources)
{
    public const int Most = 2_000;
    private const string To = "to";
    private const int LongestQuery = 20_000;

    /// <summary>What is wrong with it as it was written; errors are relative to it.</summary>
    /// <param name="common">The schedule's own filters, which each recipient's are laid over.</param>
    public static Result<Done> Check(JsonObject given, ReportDocument report, JsonObject common)
    {
        var unknown = given.Select(p => p.Key).Where(k => k is not ("list" or "query" or "source")).ToList();
        if (unknown.Count > 0) return new Problem.Invalid(unknown[0], "unknown-field", "“for_each” has “list”, or “query” and “source”.", Nearest.To(unknown[0], ["list", "query", "source"]));
        if (given["query"] is null == given["list"] is null) return new Problem.Invalid("", "required", "“for_each” is either a “list” of recipients or a “query” that gives them.");
        if (given["query"] is { } query)
        {
            return query.GetValueKind() == System.Text.Json.JsonValueKind.String && query.GetValue<string>() is { Length: > 0 and <= LongestQuery }
                ? given["source"] is null || given["source"]!.GetValueKind() == System.Text.Json.JsonValueKind.String ? default(Done) : new Problem.Invalid("source", "wrong-type", "“source” is the name of a data source.")
                : new Problem.Invalid("query", "wrong-type", $"“query” is one SQL query of up to {LongestQuery} characters, with a column “to”.");
        }

        var list = Listed(given);
        return list.IsOk ? CheckList(list.Value, report, common) : list.Problem;
    }

    /// <summary>Everybody, with all their filters; each address once at most.</summary>
    public async Task<Result<IReadOnlyList<ForEachRecipient>>> ReadAsync(WorkspaceId workspace, JsonObject given, ReportDocument report, JsonObject common, CancellationToken ct)
    {
        var read = given["query"] is { } sql ? await AskAsync(workspace, sql.GetValue<string>(), given["source"]?.GetValue<string>() ?? report.Source ?? "", report, ct) : Listed(given);
        if (!read.IsOk) return read.Problem;
        if (Wrong(read.Value) is { } wrong) return wrong;
        return Result<IReadOnlyList<ForEachRecipient>>.Ok([.. read.Value.Select(r => r with { Filters = Over(common, r.Filters) })]);
    }

    private static Problem? Wrong(IReadOnlyList<ForEachRecipient> list)
    {
        if (list.Count > Most) return TooMany(list.Count);
        return list.GroupBy(r => r.To, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new Problem.Invalid("", "twice", $"“{twice.Key}” comes {twice.Count()} times: give each recipient once. A parameter with several values takes all of theirs.")
            : null;
    }

    private static Result<Done> CheckList(IReadOnlyList<ForEachRecipient> list, ReportDocument report, JsonObject common)
    {
        var errors = new List<FieldError>();
        if (Wrong(list) is { } wrongAll) return wrongAll;
        for (var i = 0; i < list.Count; i++)
        {
            if (Filters.Check(report.Parameters, Over(common, list[i].Filters)).Problem is Problem.Invalid wrong) errors.AddRange(wrong.Errors.Select(e => e.Under($"list[{i}].filters")));
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : default(Done);
    }

    private static Result<IReadOnlyList<ForEachRecipient>> Listed(JsonObject given)
    {
        if (given["list"] is not JsonArray { Count: > 0 } list) return new Problem.Invalid("list", "wrong-type", "“list” has at least one recipient: [{ \"to\": \"lead@example.com\", \"filters\": { … } }].");
        var read = new List<ForEachRecipient>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject entry || entry[To]?.GetValueKind() != System.Text.Json.JsonValueKind.String || (entry["filters"] is not null and not JsonObject) || entry.Any(p => p.Key is not (To or "filters")))
                return new Problem.Invalid($"list[{i}]", "wrong-type", "A recipient is { \"to\": \"lead@example.com\", \"filters\": { … } }.");
            read.Add(new(entry[To]!.GetValue<string>().Trim(), entry["filters"]?.DeepClone().AsObject() ?? []));
        }

        return read;
    }

    private async Task<Result<IReadOnlyList<ForEachRecipient>>> AskAsync(WorkspaceId workspace, string sql, string source, ReportDocument report, CancellationToken ct)
    {
        var ready = await sources.OpenAsync(workspace, source, ct);
        if (!ready.IsOk) return ready.Problem;
        var opened = await ready.Value.OpenAsync(new(RenderLimits.Default, DateTimeZone.Utc), ct);
        if (!opened.IsOk) return opened.Problem;
        await using var session = opened.Value;
        try
        {
            var asked = await session.QueryAsync(new("for_each", sql, source, 1), [], ct);
            if (!asked.IsOk) return asked.Problem;
            await using var rows = asked.Value;
            var columns = rows.Columns.Select(c => c.Name.ToLowerInvariant()).ToList();
            if (WrongColumns(columns, report) is { } wrong) return wrong;
            var read = new List<ForEachRecipient>();
            while (await rows.NextAsync(ct))
            {
                if (read.Count == Most) return TooMany(null);
                if (!rows.Row[columns.IndexOf(To)].IsNull) read.Add(Recipient(rows.Row, columns));
            }

            return read;
        }
        catch (ReportException failure)
        {
            return failure.Problem;
        }
    }

    private static ForEachRecipient Recipient(ReadOnlySpan<Core.Reports.Tables.Cell> row, List<string> columns)
    {
        var filters = new JsonObject();
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] != To && !row[i].IsNull) filters[columns[i]] = row[i].ToString();
        }

        return new(row[columns.IndexOf(To)].ToString().Trim(), filters);
    }

    private static Problem? WrongColumns(List<string> columns, ReportDocument report)
    {
        var names = report.Parameters.Select(p => p.Name).ToList();
        if (columns.Count(c => c == To) != 1) return new Problem.Invalid("query", "no-recipient", $"The query needs one column “to” with each recipient’s address; it has: {string.Join(", ", columns)}.", "select email as \"to\", …");
        return columns.Find(c => c != To && !names.Contains(c)) is { } odd
            ? new Problem.Invalid("query", "unknown-filter", $"The column “{odd}” is no parameter of the report. Beside “to” it may give: {string.Join(", ", names)}.", Nearest.To(odd, names))
            : null;
    }

    private static JsonObject Over(JsonObject common, JsonObject own)
    {
        var all = common.DeepClone().AsObject();
        foreach (var (name, value) in own) all[name] = value?.DeepClone();
        return all;
    }

    private static Problem.Invalid TooMany(int? count) =>
        new("", "too-many", $"At most {Most} recipients a schedule{(count is null ? "" : $"; these are {count}")}: split it.");
}
