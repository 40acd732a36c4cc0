using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>
/// Throws at every operation of the API document what no client should send: wrong types, sizes and encodings, unknown ids, deep
/// nesting, broken UTF-8, odd headers. The generator is seeded; a failure names its seed and request.
/// </summary>
public sealed class FuzzTests
{
    private const int RequestsPerRoute = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Texts =
    [
        "", " ", "null", "\0", "a\0b", "\uD800", "\uFFFE", "\u202E", "💥", "é\u0301", "İ", "ß", "'", "\"", "\\", "%", "%00", "%2e%2e%2f", "../../../etc/passwd", "{{7*7}}", "{{#each this}}", "${jndi:ldap://x}", "<script>alert(1)</script>",
        "'; drop table people; --", "' or '1'='1", "1e999", "-0", "NaN", "9999-12-31T23:59:59Z", "-9999-01-01T00:00:00Z", "0000-00-00", "2026-02-30", "PT-1S", "P999999999Y", "* * * * * *", "@@@", "\r\nX-Injected: yes", "a@b", "\"a,b\"@c", "𝒶@ex.com",
        new string('x', 300), new string('é', 5_000), new string('(', 2_000), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    ];

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task No_request_makes_the_server_fail_hang_or_tell_about_its_inside(bool postgres, int seed)
    {
        await using var jobs = await JobServer.StartAsync(postgres, worker: false, ("Broadsheet:Limits:PerAddress", "100000"), ("Broadsheet:Limits:SignIns", "100000"), ("Broadsheet:Limits:PerCaller", "1000000"));
        var walk = await FilledAsync(jobs);
        var random = new Random(seed);
        var (problems, sent, statuses) = (new List<string>(), 0, new SortedDictionary<int, int>());
        foreach (var route in await walk.RoutesAsync())
        {
            for (var i = 0; i < RequestsPerRoute; i++)
            {
                var request = Request(random, route, walk.Filled(route));
                var (status, text) = await SendAsync(jobs.Live.Address, request);
                sent++;
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                if (status is >= 500 and not 502 or 0) problems.Add($"seed {seed}: {status} {text}\n  for {Shown(request)}");
                else if (text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception:", StringComparison.Ordinal)) problems.Add($"seed {seed}: tells about its inside: {text}\n  for {Shown(request)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} requests: {string.Join(", ", statuses.Select(s => $"{s.Value} × {s.Key}"))}");
        Assert.True(problems.Count == 0, $"{problems.Count} of {sent}:\n" + string.Join('\n', problems.Take(12)));
        await jobs.Live.WantAsync(200, "GET", "/api/v1/me");
        Assert.Equal("intact", (await jobs.Live.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["status"]!.GetValue<string>());
    }

    private static async Task<IsolationWalk> FilledAsync(JobServer jobs)
    {
        await jobs.CreateAsync();
        return new IsolationWalk(jobs.Live);
    }

    private static byte[] Request(Random random, WalkRoute route, string? filled)
    {
        var path = random.Next(4) == 0 && filled is not null ? filled : string.Join('/', route.Path.Split('/').Select(p => p.StartsWith('{') ? Id(random) : p));
        if (random.Next(3) == 0) path += "?" + Query(random);
        var body = route.Method is "GET" or "DELETE" && random.Next(5) > 0 ? [] : Body(random, route.Example);
        var head = new StringBuilder($"{route.Method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {LiveServer.Key}\r\n");
        if (body.Length > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {(random.Next(12) == 0 ? "text/plain" : "application/json")}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        if (random.Next(6) == 0) head.Append("If-Match: ").Append(Header(random)).Append("\r\n");
        if (random.Next(6) == 0 && route.Method == "POST") head.Append("Idempotency-Key: ").Append(Header(random)).Append("\r\n");
        if (random.Next(8) == 0) head.Append("X-Workspace: ").Append(Header(random)).Append("\r\n");
        if (random.Next(8) == 0) head.Append("Range: bytes=").Append(random.Next(-5, 50)).Append("-\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static string Id(Random random) => random.Next(4) switch
    {
        0 => Guid.CreateVersion7().ToString(),
        1 => Uri.EscapeDataString(Text(random) is { Length: < 200 } text && !text.Contains('\uD800', StringComparison.Ordinal) ? text : "x"),
        2 => "%ff%fe",
        _ => random.Next(-2, int.MaxValue).ToString(CultureInfo.InvariantCulture),
    };

    private static string Query(Random random)
    {
        string[] names = ["limit", "cursor", "q", "from", "to", "person", "status", "state", "enabled", "owner", "report_type", "schedule_id", "channel", "action", "number", "hash", "format", "type", "id", "wait", "outcome", "everywhere", "parameter", "filters"];
        return string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)] + "=" + (random.Next(5) == 0 ? "%ff%00" : Uri.EscapeDataString(Text(random).Replace("\uD800", "?", StringComparison.Ordinal)) is var value && value.Length > 1_000 ? value[..999] : Uri.EscapeDataString(random.Next(99).ToString(CultureInfo.InvariantCulture)))));
    }

    private static string Header(Random random) => random.Next(4) switch
    {
        0 => "\"1\"",
        1 => "*",
        2 => new string('h', 400),
        _ => "W/\"" + random.Next() + "\", ,\"",
    };

    private static byte[] Body(Random random, JsonNode? example)
    {
        var text = random.Next(10) switch
        {
            0 => "",
            1 => new string('[', 5_000),
            2 => string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40),
            3 => "{\"name\":\"x\",\"name\":\"y\"}",
            4 => Value(random, 0)?.ToJsonString() ?? "null",
            _ => Mutated(random, example).ToJsonString(),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(10) == 0 && bytes.Length > 2) bytes[random.Next(bytes.Length)] = (byte)random.Next(128, 256);
        if (random.Next(12) == 0) bytes = bytes[..(bytes.Length / 2)];
        return bytes;
    }

    /// <summary>The example with one to three of its values, at any depth, replaced by something else.</summary>
    private static JsonNode Mutated(Random random, JsonNode? example)
    {
        if (example?.DeepClone() is not JsonObject root) return new JsonObject { [Name(random)] = Value(random, 0) };
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            JsonObject at = root;
            while (at.Select(p => p.Value).OfType<JsonObject>().ToList() is { Count: > 0 } inner && random.Next(2) == 0) at = inner[random.Next(inner.Count)];
            var keys = at.Select(p => p.Key).ToList();
            var key = keys.Count == 0 || random.Next(6) == 0 ? Name(random) : keys[random.Next(keys.Count)];
            if (random.Next(8) == 0) at.Remove(key);
            else if (at[key] is JsonArray list && list.Count > 0 && random.Next(2) == 0) list[random.Next(list.Count)] = Value(random, 0);
            else at[key] = Value(random, 0);
        }

        return root;
    }

    private static string Name(Random random) => random.Next(3) == 0 ? Text(random).Replace("\uD800", "?", StringComparison.Ordinal) : "field" + random.Next(9);

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 7 : 10) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => random.Next(3) switch { 0 => 1e308, 1 => -0.000001, _ => 99999999999999999999m },
        4 => Guid.CreateVersion7().ToString(),
        5 or 6 => Text(random).Replace("\uD800", "?", StringComparison.Ordinal),
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(0, random.Next(20) == 0 ? 500 : 4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(0, 4)).Select(i => KeyValuePair.Create(Name(random) + i, Value(random, depth + 1)))),
    };

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    /// <summary>As bytes over a socket: a client library would not send such things. Status 0 is an answer that did not come.</summary>
    private static async Task<(int Status, string Text)> SendAsync(Uri address, byte[] request)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port, limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(request, limit.Token);
            using var answer = new MemoryStream();
            var (buffer, read) = (new byte[8192], 0);
            while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0)
            {
                answer.Write(buffer, 0, read);

                // A stream of events does not end.
                if (answer.Length < 2_000 && Encoding.Latin1.GetString(answer.ToArray()).Contains("text/event-stream", StringComparison.Ordinal)) break;
            }

            var text = Encoding.UTF8.GetString(answer.ToArray());
            return (text.Length > 12 ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0, text);
        }
        catch (OperationCanceledException)
        {
            return (0, "no answer in time");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server may refuse a request before it has been read whole.
            return (400, e.GetType().Name);
        }
    }

    private static string Shown(byte[] request) => Encoding.UTF8.GetString(request) is var text && text.Length > 900 ? text[..900] : Encoding.UTF8.GetString(request);
}
