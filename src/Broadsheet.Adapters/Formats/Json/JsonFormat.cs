using System.Text.Json;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Formats.Json;

/// <summary>
/// One object: what it was made from, then an object per query with its columns, their types, and rows as arrays. Numbers beyond
/// what a double holds exactly, NaN and infinities are texts; instants are UTC.
/// </summary>
public sealed class JsonFormat : IReportFormat
{
    private static readonly JsonWriterOptions Options = new() { Indented = false, SkipValidation = true };

    public string Name => "json";

    public string MediaType => "application/json";

    public string Extension => "json";

    public bool ReadsOnce => true;

    public bool FilePerTable => false;

    public async Task<long> WriteAsync(ReportContent content, Stream output, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("report_type", content.ReportType);
        json.WriteString("version", content.Version);
        json.WriteString("scheduled_for", NodaTime.Text.InstantPattern.General.Format(content.Slot));
        json.WritePropertyName("filters");
        content.FiltersJson.WriteTo(json);
        json.WriteStartObject("queries");
        long count = 0;
        foreach (var table in content.Tables)
        {
            json.WriteStartObject(table.Name);
            count += await WriteTableAsync(json, table, ct);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("title", content.Title());
        json.WriteEndObject();
        await json.FlushAsync(ct);
        return count;
    }

    private static async Task<long> WriteTableAsync(Utf8JsonWriter json, ReportTable table, CancellationToken ct)
    {
        await using var rows = await table.Open(ct);
        json.WriteStartArray("columns");
        foreach (var column in rows.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", TypeName(column.Type));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        long count = 0;
        while (await rows.NextAsync(ct))
        {
            json.WriteStartArray();
            foreach (ref readonly var cell in rows.Row) Write(json, cell);
            json.WriteEndArray();
            count++;
            if (json.BytesPending > 32_768) await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteNumber("row_count", count);
        return count;
    }

    private static string TypeName(CellKind kind) => kind switch
    {
        CellKind.Integer => "integer",
        CellKind.Decimal => "decimal",
        CellKind.Real => "number",
        CellKind.Boolean => "boolean",
        CellKind.Date => "date",
        CellKind.DateTime => "datetime",
        CellKind.Instant => "instant",
        CellKind.Time => "time",
        CellKind.Null or CellKind.Text => "text",
    };

    private static void Write(Utf8JsonWriter json, in Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Null:
                json.WriteNullValue();
                break;
            case CellKind.Integer when Math.Abs((decimal)cell.AsInteger()) <= 1L << 53:
                json.WriteNumberValue(cell.AsInteger());
                break;
            case CellKind.Decimal when cell.AsDecimal() is var d && DigitsOf(d) <= 15:
                json.WriteNumberValue(d);
                break;
            case CellKind.Real when double.IsFinite(cell.AsReal()):
                json.WriteNumberValue(cell.AsReal());
                break;
            case CellKind.Boolean:
                json.WriteBooleanValue(cell.AsBoolean());
                break;
            default:
                json.WriteStringValue(cell.ToString());
                break;
        }
    }

    private static int DigitsOf(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        if (parts[2] != 0) return 29;
        var mantissa = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        return mantissa < 1_000_000_000_000_000 ? 15 : 20;
    }
}
