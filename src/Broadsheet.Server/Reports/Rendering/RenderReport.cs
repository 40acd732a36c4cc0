using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Core.Reports.Templates;
using NodaTime;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// A report with filters, for a slot, to files: what the worker, the API and the command line call. Each query runs once.
/// Either all files are there under their names when it returns, or none is.
/// </summary>
internal sealed class RenderReport(IEnumerable<IReportFormat> formats, IMessageFormat message, IDocumentReader documents, TimeProvider time)
{
    private readonly IReadOnlyList<IReportFormat> formats = [.. formats];

    /// <summary>The names of all formats.</summary>
    public IReadOnlyList<string> Formats => [.. formats.Select(f => f.Name)];

    /// <summary>
    /// Renders. Wrong filters and formats are <see cref="Problem.Invalid"/> at <c>filters.…</c> and <c>formats[i]</c>; a query or template that fails
    /// says where; a source that is down is <see cref="Problem.Unavailable"/>. A file system that fails is an exception.
    /// </summary>
    public async Task<Result<RenderedReport>> RunAsync(RenderRequest request, CancellationToken ct)
    {
        var chosen = Choose(request.Formats);
        var filters = Filters.Resolve(request.Document.Parameters, request.Filters, request.Slot, request.Zone, request.WeekStart);
        var wrong = Errors(chosen.Problem).Concat(Errors(filters.Problem).Select(e => e.Under("filters"))).ToList();
        if (wrong.Count > 0) return new Problem.Invalid(wrong);
        Directory.CreateDirectory(request.Folder);
        using var timeout = new CancellationTokenSource(request.Limits.TotalTime.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await RenderAsync(request, chosen.Value!, filters.Value!, either.Token);
        }
        catch (ReportException failure)
        {
            return failure.Problem;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new Problem.Invalid("", "render-time", $"The report took longer than the limit of {request.Limits.TotalTime.TotalSeconds:0} s and was stopped.");
        }
    }

    private async Task<RenderedReport> RenderAsync(RenderRequest request, IReadOnlyList<IReportFormat> chosen, ResolvedFilters filters, CancellationToken ct)
    {
        var zone = request.Document.TimeZone is { } id ? DateTimeZoneProviders.Tzdb[id] : request.Zone;
        await using var queries = new QueryRuns(request, filters, zone);
        var show = new CellText(request.Document.Locale, zone);
        var text = new ReportText(request, filters, show, queries.Summary, documents);
        var direct = chosen is [{ ReadsOnce: true }];
        var tables = new List<ReportTable>();
        foreach (var query in request.Document.Queries)
            tables.Add(direct ? queries.Direct(query) : await queries.SpoolAsync(query, ct));
        var content = Content(request, filters, show, text, tables);
        using var outputs = new Outputs(request);
        foreach (var format in chosen) await outputs.WriteAsync(format, content, ct);
        await queries.FinishAsync(ct);
        var report = new RenderedReport
        {
            Files = [],
            Filters = filters.ToJson(),
            Rows = queries.Rows,
            Title = text.Title,
            EmailHtml = await message.HtmlAsync(content, ct),
            EmailText = message.Text(content),
            ContentHash = queries.ContentHash,
            Fill = template => Template.Parse(template).Then(t => t.Fill(text.Scope)),
        };
        return report with { Files = outputs.Publish(text.FileName) };
    }

    private static ReportContent Content(RenderRequest request, ResolvedFilters filters, CellText show, ReportText text, IReadOnlyList<ReportTable> tables) => new()
    {
        Title = () => text.Title,
        ReportType = request.Document.ReportType,
        Version = request.Version,
        Slot = request.Slot,
        Show = show,
        Page = request.Document.Page,
        Csv = request.Document.Csv,
        Filters = text.Filters,
        FiltersJson = filters.ToJson(),
        Tables = tables,
        FileTables = request.Document.FileTables,
        Specs = request.Document.Tables,
        Body = () => text.Body,
    };

    private Result<IReadOnlyList<IReportFormat>> Choose(IReadOnlyList<string> names)
    {
        var errors = new List<FieldError>();
        var chosen = new List<IReportFormat>();
        for (var i = 0; i < names.Count; i++)
        {
            if (formats.FirstOrDefault(f => f.Name == names[i]) is { } format) chosen.Add(format);
            else errors.Add(new($"formats[{i}]", "unknown-format", $"There is no format “{names[i]}”. There are: {string.Join(", ", Formats)}.", null, Nearest.To(names[i], Formats)));
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<IReadOnlyList<IReportFormat>>.Ok([.. chosen.Distinct()]);
    }

    private static IReadOnlyList<FieldError> Errors(Problem? problem) => (problem as Problem.Invalid)?.Errors ?? [];
}
