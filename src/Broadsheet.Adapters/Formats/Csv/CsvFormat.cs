using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;

namespace Broadsheet.Adapters.Formats.Csv;

/// <summary>
/// RFC 4180 in UTF-8: a line of names, then the rows, values in their invariant form. A null is empty and an empty text is "".
/// </summary>
public sealed class CsvFormat : IReportFormat
{
    public string Name => "csv";

    public string MediaType => "text/csv; charset=utf-8";

    public string Extension => "csv";

    public bool ReadsOnce => true;

    public bool FilePerTable => true;

    public async Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct)
    {
        var writer = new CsvWriter(output, content.Csv);
        long count = 0;
        foreach (var table in content.Tables)
        {
            await using var rows = await table.Open(ct);
            writer.WriteHeader(rows.Columns);
            while (await rows.NextAsync(ct))
            {
                writer.WriteRow(rows.Row);
                count++;
            }
        }

        writer.Flush();
        return count;
    }
}
