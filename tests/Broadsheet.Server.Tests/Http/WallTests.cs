using System.Text;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

public sealed class WallTests
{
    [Fact]
    public async Task Every_answer_has_the_headers_and_none_tells_about_the_inside()
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var (method, path, key, status) in new[]
                 {
                     ("GET", "/api/v1/me", null, 200), ("GET", "/api/v1/me", "", 401), ("GET", "/api/v1/api-keys/no-uuid", null, 404),
                     ("GET", "/no/such/page", "", 404), ("PUT", "/api/v1/me", null, 405), ("GET", "/api/test/fail", (string?)null, 500), ("GET", "/healthz/live", "", 200),
                 })
        {
            var answer = await server.WantAsync(status, method, path, null, key);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Null(answer.Header("Server"));
            Assert.Null(answer.Header("Access-Control-Allow-Origin"));
            if (status >= 400) Assert.Equal("application/problem+json", answer.Header("Content-Type"));
            if (status >= 400) Assert.NotEmpty(answer.Code);
            Assert.DoesNotContain("the inside", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{", 400, "malformed-json")]
    [InlineData("[]", 400, "malformed-json")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"role\":\"viewer\"}", 400, "malformed-json")]
    [InlineData("{\"nam\":\"a\",\"role\":\"boss\"}", 422, "invalid")]
    public async Task What_cannot_be_read_says_why(string body, int status, string code)
    {
        await using var server = await LiveServer.StartAsync();
        Assert.Equal(code, (await server.WantAsync(status, "POST", "/api/v1/api-keys", body)).Code);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_suggestions()
    {
        await using var server = await LiveServer.StartAsync();
        var errors = (await server.WantAsync(422, "POST", "/api/v1/api-keys", new { nam = "a", role = "boss" })).Json["errors"]!.AsArray();
        Assert.Equal(["nam", "name", "role"], errors.Select(e => e!["field"]!.GetValue<string>()).Order());
        Assert.Equal("name", errors.Single(e => e!["field"]!.GetValue<string>() == "nam")!["suggestion"]!.GetValue<string>());
    }

    [Fact]
    public async Task Size_and_type_of_a_body_are_limited()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Limits:BodyBytes", "10000"));
        var large = "{\"name\":\"" + new string('x', 20_000) + "\"}";
        await server.WantAsync(413, "POST", "/api/v1/api-keys", large);
        await server.WantAsync(413, "POST", "/api/v1/api-keys", large, null, ("Idempotency-Key", "large"));
    }

    [Fact]
    public async Task Too_fast_is_429_with_the_time_to_wait()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Limits:PerCaller", "5"), ("Broadsheet:Limits:SignIns", "3"), ("Broadsheet:Limits:PerAddress", "8"));
        for (var i = 0; i < 5; i++) await server.WantAsync(200, "GET", "/api/v1/me");
        var late = await server.WantAsync(429, "GET", "/api/v1/me");
        Assert.Equal("too-fast", late.Code);
        Assert.InRange(int.Parse(late.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        for (var i = 0; i < 3; i++) await server.WantAsync(401, "POST", "/api/v1/session", new { token = "x" }, "");
        await server.WantAsync(429, "POST", "/api/v1/session", new { token = "x" }, "");
        for (var i = 0; i < 10; i++) await server.SendAsync("GET", "/api/v1/me", null, "bsk_guess000_" + new string('g', 40));
        await server.WantAsync(429, "GET", "/api/v1/me", null, "");
        await server.WantAsync(200, "GET", "/healthz/live", null, "");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Health_is_for_everybody_and_names_its_checks(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var ready = await server.WantAsync(200, "GET", "/healthz/ready", null, "");
        Assert.Equal("ready", ready.Json["status"]!.GetValue<string>());
        Assert.Equal(["disk", "running", "started", "store", "work"], ready.Json["checks"]!.AsObject().Select(c => c.Key).Order());
    }

    [Fact]
    public async Task Metrics_are_read_on_this_machine_freely_and_from_elsewhere_with_a_key()
    {
        await using var server = await LiveServer.StartAsync();
        using var meter = new System.Diagnostics.Metrics.Meter("Broadsheet");
        var counter = meter.CreateCounter<long>("broadsheet.test_runs", null, "Runs by status");
        counter.Add(2, new KeyValuePair<string, object?>("status", "succeeded"));
        counter.Add(1, new KeyValuePair<string, object?>("status", "say \"no\"\n"));
        meter.CreateHistogram<double>("broadsheet.test_lag", "s").Record(0.2);
        meter.CreateObservableGauge("broadsheet.test_queue", () => 7);
        var text = (await server.WantAsync(200, "GET", "/metrics", null, "")).Text;
        Assert.Contains("broadsheet_test_runs_total{status=\"succeeded\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("broadsheet_test_runs_total{status=\"say \\\"no\\\"\\n\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("broadsheet_test_lag_seconds_bucket{le=\"0.25\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("broadsheet_test_queue 7\n", text, StringComparison.Ordinal);
        Assert.Contains("process_resident_memory_bytes ", text, StringComparison.Ordinal);
        await server.WantAsync(401, "GET", "/metrics", null, "", ("X-Forwarded-For", "203.0.113.9"));
        await server.WantAsync(200, "GET", "/metrics", null, null, ("X-Forwarded-For", "203.0.113.9"));
    }

    [Fact]
    public async Task The_docs_page_needs_no_script_from_elsewhere()
    {
        await using var server = await LiveServer.StartAsync();
        var page = await server.WantAsync(200, "GET", "/docs");
        Assert.Contains("script-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Text, StringComparison.Ordinal);
        await server.WantAsync(200, "GET", "/docs/docs.js");
        await server.WantAsync(200, "GET", "/docs/docs.css");
        await server.WantAsync(401, "GET", "/docs/docs.js", null, "");
        Assert.DoesNotContain("innerHTML", Encoding.UTF8.GetString((await server.WantAsync(200, "GET", "/docs/docs.js")).Body), StringComparison.Ordinal);
    }
}
