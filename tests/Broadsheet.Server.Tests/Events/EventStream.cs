using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Xunit;

namespace Broadsheet.Server.Tests.Events;

/// <summary>A reader of /api/v1/events.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly HttpResponseMessage answer;
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private EventStream(HttpResponseMessage answer, Stream stream)
    {
        this.answer = answer;
        items = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Of the last event read.</summary>
    public string? LastId { get; private set; }

    /// <summary>Listens; the first event has come when it returns.</summary>
    public static async Task<EventStream> OpenAsync(LiveServer server, string? key = null, params (string Name, string Value)[] headers)
    {
        var opened = await server.OpenAsync("/api/v1/events", key, headers);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal("text/event-stream", opened.Content.Headers.ContentType!.MediaType);
        return new(opened, await opened.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event that is no beat; null when the stream ended.</summary>
    public async Task<(string Type, JsonNode? Data)?> NextAsync()
    {
        while (await items.MoveNextAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken))
        {
            LastId = items.Current.EventId;
            if (items.Current.EventType != "beat") return (items.Current.EventType, items.Current.Data.Length == 0 ? null : JsonNode.Parse(items.Current.Data));
        }

        return null;
    }

    /// <summary>What comes, up to the first change that is wanted.</summary>
    public async Task<List<JsonNode>> UntilAsync(Func<JsonNode, bool> wanted)
    {
        var seen = new List<JsonNode>();
        while (await NextAsync() is { } item)
        {
            if (item.Data is null) continue;
            seen.Add(item.Data);
            if (wanted(item.Data)) return seen;
        }

        Assert.Fail($"The stream ended after {seen.Count} changes.");
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        answer.Dispose();
        try
        {
            await items.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or NotSupportedException)
        {
            // The connection was cut while it was being read.
        }
    }
}
