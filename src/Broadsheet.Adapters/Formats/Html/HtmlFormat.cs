using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>A complete page: no script, no outside request, everything that came from data or users escaped.</summary>
public sealed class HtmlFormat : IReportFormat
{
    private const string Style = """
        :root{color-scheme:light}*{box-sizing:border-box}
        body{margin:0;background:#fff;color:#1f2937;font:14px/1.5 "Noto Sans","Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        main{max-width:1100px;margin:0 auto;padding:32px 24px}
        h1{font-size:26px;line-height:1.25;margin:0 0 16px}h2{font-size:19px;margin:28px 0 10px}h3,h4,h5,h6{font-size:16px;margin:20px 0 8px}
        p{margin:0 0 12px}ul,ol{margin:0 0 12px;padding-left:24px}a{color:#1d4ed8}
        blockquote{margin:0 0 12px;padding:2px 0 2px 14px;border-left:3px solid #e5e7eb;color:#4b5563}
        pre{background:#f3f4f6;padding:10px;overflow:auto;font-size:12px}code{background:#f3f4f6;padding:0 3px}hr{border:0;border-top:1px solid #e5e7eb;margin:20px 0}
        .scroll{overflow-x:auto;margin:0 0 18px}table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
        th{background:#1f4e78;color:#fff;font-weight:600;text-align:left;padding:6px 9px}td{padding:5px 9px;border-bottom:1px solid #e5e7eb;vertical-align:top}
        tbody tr:nth-child(even){background:#f8fafc}tfoot td{font-weight:600;border-top:2px solid #1f4e78}.r{text-align:right}.c{text-align:center}.d{white-space:nowrap}
        .tiles{display:flex;flex-wrap:wrap;gap:10px;margin:0 0 18px}.tiles div{flex:1 1 150px;border:1px solid #e5e7eb;background:#f9fafb;padding:10px 12px}
        .tiles span,.tiles small{display:block;color:#6b7280;font-size:12px}.tiles b{display:block;font-size:22px;line-height:1.35}
        .caption{font-weight:600;margin:0 0 6px}.note,footer{color:#6b7280;font-size:12px}footer{border-top:1px solid #e5e7eb;margin-top:28px;padding-top:8px}
        figure{margin:0 0 18px}svg{width:100%;height:auto;display:block}
        @media print{main{padding:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}.scroll{overflow:visible}}
        """;

    public string Name => "html";

    public string MediaType => "text/html; charset=utf-8";

    public string Extension => "html";

    public bool ReadsOnce => false;

    public bool FilePerTable => false;

    public async Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct)
    {
        var html = new HtmlText(new(output));
        html.Raw("<!doctype html>\n<html lang=\"");
        html.Text(content.Show.Locale);
        html.Raw("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"generator\" content=\"Broadsheet\"><title>");
        html.Text(content.Title());
        html.Raw("</title><style>");
        html.Raw(Style);
        html.Raw("</style></head><body><main>\n");
        if (content.Body() is not [Block.Heading, ..])
        {
            html.Raw("<h1>");
            html.Text(content.Title());
            html.Raw("</h1>\n");
        }

        var page = new HtmlPageData(html, content, ct);
        await new HtmlBlocks(html, HtmlLook.Page, page.WriteAsync).WriteAsync(content.Body());
        html.Raw("<footer>");
        html.Text(content.Origin);
        html.Raw("</footer>\n</main></body></html>\n");
        html.Flush();
        return page.Rows;
    }
}
