using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Audit;

/// <summary>Writes the workspace's log as a file, oldest first, row by row. Reading it is an entry of its own.</summary>
internal sealed class ExportAudit(AppDb db, AuditLog audit)
{
    private const string Columns = "number,id,at,actor,person_id,api_key_id,origin,action,object_type,object_id,object_name,report_type,outcome,before,after,hash\r\n";

    /// <summary>What writes the file; nothing has been read before it is called.</summary>
    public async Task<Result<Func<PipeWriter, CancellationToken, Task>>> RunAsync(Actor actor, AuditQuery query, string format, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ReadAudit) is { } refused) return refused;
        if (format is not ("csv" or "jsonl")) return new Problem.Invalid("format", "unknown-format", "“format” is csv or jsonl.", "csv");
        var rows = query.Of(db, actor.Workspace);
        if (!rows.IsOk) return rows.Problem;
        audit.Add(actor, "audit.exported", "audit", actor.Workspace, null, null, new() { ["format"] = format });
        await db.SaveChangesAsync(ct);
        return Result<Func<PipeWriter, CancellationToken, Task>>.Ok((output, token) => WriteAsync(rows.Value, format == "csv", output, token));
    }

    private static async Task WriteAsync(IQueryable<AuditRow> rows, bool csv, PipeWriter output, CancellationToken ct)
    {
        if (csv) await output.WriteAsync(Encoding.UTF8.GetBytes(Columns), ct);
        await foreach (var row in rows.AsNoTracking().OrderBy(e => e.Number).AsAsyncEnumerable().WithCancellation(ct))
        {
            var line = csv ? Csv(row) : JsonSerializer.Serialize(AuditWire.Of(row), Wire.Json) + "\n";
            await output.WriteAsync(Encoding.UTF8.GetBytes(line), ct);
        }
    }

    private static string Csv(AuditRow row) => string.Join(',', new[]
    {
        row.Number.ToString(CultureInfo.InvariantCulture), row.Id.ToString(), row.At.ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture), Cell(row.Actor), row.PersonId.ToString(), row.ApiKeyId.ToString(),
        Cell(row.Origin), Cell(row.Action), Cell(row.ObjectType), Cell(row.ObjectId), Cell(row.ObjectName), Cell(row.ReportType), row.Failed ? "failed" : "done",
        Cell(row.Before), Cell(row.After), Convert.ToHexStringLower(row.Hash),
    }) + "\r\n";

    /// <summary>Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe.</summary>
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
