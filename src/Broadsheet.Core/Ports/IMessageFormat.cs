using Broadsheet.Core.Reports;

namespace Broadsheet.Core.Ports;

/// <summary>Turns a report into the body of a message. Tables are shown from the first rows, and say so when that is not all.</summary>
public interface IMessageFormat
{
    /// <summary>A complete HTML document for mail programs: no outside reference, styles inline, at most about 100 KB.</summary>
    Task<string> HtmlAsync(ReportContent content, CancellationToken ct);

    /// <summary>The same as plain text.</summary>
    string Text(ReportContent content);
}
