using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Bodies that are too deep or too large, at every route of the API document that takes one: the answer names the limit.</summary>
public sealed class BodyWalkTests
{
    private const int Depth = 10_000;

    [Fact]
    public async Task A_body_nested_ten_thousand_deep_is_refused_at_every_route_with_the_depth_that_is_allowed()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Limits:SignIns", "1000"));
        string[] bodies =
        [
            string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + "1" + new string('}', Depth), new string('[', Depth) + new string(']', Depth), new string('[', Depth),
            "{\"settings\":{\"schedule_config\":" + string.Concat(Enumerable.Repeat("[{\"a\":", Depth / 2)) + "1" + string.Concat(Enumerable.Repeat("}]", Depth / 2)) + "}}",
        ];
        foreach (var route in await WithBodyAsync(server))
        {
            foreach (var body in bodies)
            {
                var refused = await server.WantAsync(400, route.Method, Path(route), body);
                Assert.Equal(("too-deep", true), (refused.Code, refused.Json["detail"]!.GetValue<string>().Contains("32 levels", StringComparison.Ordinal)));
            }

            if (route.Method == "POST") await server.WantAsync(400, "POST", Path(route), bodies[0], null, ("Idempotency-Key", "deep"));
        }

        // What is as deep as it may be is read, and refused for what it says.
        var allowed = string.Concat(Enumerable.Repeat("{\"a\":", 31)) + "{}" + new string('}', 31);
        Assert.Equal("invalid", (await server.WantAsync(422, "POST", "/api/v1/api-keys", allowed)).Code);
        Assert.Equal("too-deep", (await server.WantAsync(400, "POST", "/api/v1/api-keys", "{\"b\":" + allowed + "}")).Code);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_at_every_route_with_the_size_that_is_allowed()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Limits:BodyBytes", "20000"), ("Broadsheet:Limits:SignIns", "1000"));
        var large = "{\"name\":\"" + new string('x', 30_000) + "\"}";
        foreach (var route in await WithBodyAsync(server))
        {
            var answers = new List<Answer> { await server.SendAsync(route.Method, Path(route), large), await InPiecesAsync(server, route, large) };
            if (route.Method == "POST") answers.Add(await server.SendAsync("POST", Path(route), large, null, ("Idempotency-Key", "large")));
            foreach (var answer in answers)
            {
                Assert.True((int)answer.Status == 413, $"{route}: {answer}");
                Assert.Equal("too-large", answer.Code);
                Assert.Contains("at most 20,000 bytes", answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
                Assert.Contains("Broadsheet__Limits__BodyBytes", answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
            }
        }

        await server.WantAsync(200, "GET", "/api/v1/me");
    }

    private static async Task<IReadOnlyList<WalkRoute>> WithBodyAsync(LiveServer server)
    {
        var routes = (await new IsolationWalk(server).RoutesAsync()).Where(r => r.TakesBody).ToList();
        Assert.True(routes.Count > 20, $"{routes.Count} routes take a body");
        return routes;
    }

    private static string Path(WalkRoute route) => string.Join('/', route.Path.Split('/').Select(p => p == "{version}" ? "1" : p.StartsWith('{') ? Guid.Empty.ToString() : p));

    /// <summary>Without a Content-Length, so that its size is seen only while it is read.</summary>
    private static async Task<Answer> InPiecesAsync(LiveServer server, WalkRoute route, string body)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, UseProxy = false });
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(server.Address, Path(route)));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + LiveServer.Key);
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(body, Encoding.UTF8);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, new Dictionary<string, string>(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
