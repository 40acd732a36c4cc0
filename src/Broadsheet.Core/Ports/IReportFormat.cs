using Broadsheet.Core.Reports;

namespace Broadsheet.Core.Ports;

/// <summary>
/// A kind of file. One folder of code and one line in the composition's list; used by many at a time, so it holds no
/// state of a report. Every implementation runs the format contract suite.
/// </summary>
public interface IReportFormat
{
    /// <summary>As a schedule names it: <c>xlsx</c>. Lower case, stable for ever.</summary>
    string Name { get; }

    string MediaType { get; }

    /// <summary>Without the point.</summary>
    string Extension { get; }

    /// <summary>
    /// True when it opens each table at most once, one after another in the order of <see cref="ReportContent.Tables"/>, and asks for
    /// title and body only afterwards: then rows go straight from the database to the file.
    /// </summary>
    bool ReadsOnce { get; }

    /// <summary>True when a file holds one table: a report becomes one for each of <see cref="ReportContent.FileTables"/>.</summary>
    bool FilePerTable { get; }

    /// <summary>
    /// Writes the file to <paramref name="output"/>, which need not seek, and leaves it open. Returns the rows of data in it. Memory
    /// does not grow with them. Throws <see cref="ReportException"/> for an expected failure; the caller throws the file away then.
    /// </summary>
    Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct);
}
