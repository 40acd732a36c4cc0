using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Formats.Json;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class JsonFormatContractTests : FormatContract
{
    private protected override IReportFormat Format { get; } = new JsonFormat();

    [Fact]
    public async Task Values_keep_their_types()
    {
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(7, "x")])));
        var runs = JsonNode.Parse(file)!["queries"]!["runs"]!;
        Assert.Equal("""[7,12.50,0.25,"x",true,"2026-11-16","2026-11-16T09:30:00","2026-11-16T08:30:00Z","09:30:00"]""", runs["rows"]![0]!.ToJsonString());
        Assert.Equal("decimal", runs["columns"]![1]!["type"]!.GetValue<string>());
        Assert.Equal(1, runs["row_count"]!.GetValue<int>());
    }

    private protected override Task<string> ContentAsync(byte[] file) => Task.FromResult(JsonNode.Parse(file)!.ToJsonString(new(JsonSerializerOptions.Default) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }) + "\n");

    private protected override Task CheckAsync(byte[] file)
    {
        Assert.NotNull(JsonNode.Parse(file)!["queries"]);
        return Task.CompletedTask;
    }
}
