using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>
/// A workbook: a cover with title, filters and text, then a sheet per query. Written as it is read, without a model of it in
/// memory; the cover, which needs the data, is written last and shown first.
/// </summary>
public sealed class XlsxFormat : IReportFormat
{
    public string Name => "xlsx";

    public string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public string Extension => "xlsx";

    public bool ReadsOnce => true;

    public bool FilePerTable => false;

    public async Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct)
    {
        using var package = new XlsxPackage(output);
        long count = 0;
        foreach (var table in content.Tables)
        {
            await using var rows = await table.Open(ct);
            count += await new XlsxTable(package, content, table.Name).WriteAsync(rows, ct);
        }

        new XlsxCover(package, content).Write();
        package.Complete(content);
        return count;
    }
}
