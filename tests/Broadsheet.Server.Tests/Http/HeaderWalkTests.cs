using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>The security headers of every answer: each route of the API document as somebody and as nobody, files, pages and refusals.</summary>
public sealed class HeaderWalkTests
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];

    [Fact]
    public async Task Every_answer_carries_them_files_pages_and_refusals_included()
    {
        await using var jobs = await JobServer.StartAsync(false, true, ("Broadsheet:Limits:PerAddress", "100000"));
        var (live, wrong, walked) = (jobs.Live, new List<string>(), 0);
        var walk = await IsolationWalk.PrepareAsync(jobs);
        foreach (var route in (await walk.RoutesAsync()).Where(r => r.Path != "/api/v1/events"))
        {
            var path = walk.Filled(route) ?? route.Path;
            if (route.Method == "GET") Look(route.ToString(), await live.SendAsync("GET", path));
            Look(route + " as nobody", await live.SendAsync(route.Method, path, route.Method is "GET" or "DELETE" ? null : "{}", ""));
        }

        foreach (var (method, path) in new[]
                 {
                     ("GET", "/"), ("GET", "/signin"), ("GET", "/reports/schedules"), ("GET", "/favicon.svg"), ("GET", "/assets/none.js"), ("GET", "/docs"), ("GET", "/docs/docs.js"), ("GET", "/openapi/v1.json"), ("GET", "/metrics"), ("GET", "/healthz/ready"),
                     ("GET", "/recipient/none"), ("POST", "/recipient/none"), ("GET", "/d/none"), ("GET", "/signin/none"), ("GET", "/no/such/page"), ("PUT", "/api/v1/me"), ("TRACE", "/api/v1/me"), ("GET", "/api/test/fail"), ("GET", "/api/v1/audit?limit=x"),
                 })
            Look($"{method} {path}", await live.SendAsync(method, path));

        // What somebody's report is made of runs no script, whoever opens it and from wherever.
        var artifact = walk.Filled(new("GET", "/api/v1/reports/artifacts/{id}", false, null))!;
        var template = walk.Filled(new("POST", "/api/v1/reports/templates/{id}/render", false, null))!;
        foreach (var made in new[] { await live.WantAsync(200, "GET", artifact), await live.WantAsync(200, "HEAD", artifact), await live.WantAsync(200, "POST", template, new { format = "html" }) })
        {
            Assert.StartsWith("sandbox; default-src 'none'", made.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", made.Header("Content-Security-Policy"), StringComparison.Ordinal);
        }

        Assert.StartsWith("attachment", (await live.WantAsync(200, "GET", artifact)).Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.True(wrong.Count == 0 && walked > 150, $"{walked} answers were looked at\n" + string.Join('\n', wrong));

        void Look(string what, Answer answer)
        {
            walked++;
            wrong.AddRange(Always.Where(h => answer.Header(h.Name) != h.Value).Select(h => $"{what} ({(int)answer.Status}): {h.Name} is {answer.Header(h.Name)}"));
            var policy = answer.Header("Content-Security-Policy") ?? "";
            if (!policy.Contains("default-src 'none'", StringComparison.Ordinal) || policy.Split(';').Any(p => p.Trim().StartsWith("script-src", StringComparison.Ordinal) && p.Contains("unsafe", StringComparison.Ordinal))) wrong.Add($"{what}: its policy is “{policy}”");
            if (answer.Header("Cache-Control") is not { Length: > 0 }) wrong.Add($"{what}: nothing says whether it is kept");
            if (answer.Header("Server") is not null || answer.Header("X-Powered-By") is not null || answer.Header("Access-Control-Allow-Origin") is not null) wrong.Add($"{what}: it has a header that it should not have");
        }
    }
}
