using System.Net;
using System.Text;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Http;
using Broadsheet.Server.Http.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

public sealed class AppPagesTests
{
    private const string Script = "/assets/index-abc.js";

    private static readonly AppFiles Built = new(new Dictionary<string, AppFile>
    {
        ["index.html"] = new("text/html; charset=utf-8", "\"page\"", Encoding.UTF8.GetBytes("<meta name=\"csp-nonce\" content=\"__NONCE__\">"), null, null),
        ["assets/index-abc.js"] = new("text/javascript; charset=utf-8", "\"script\"", [1, 2, 3], [4], [5, 6]),
    });

    [Theory]
    [InlineData("/")]
    [InlineData("/signin")]
    [InlineData("/reports/scheduling")]
    [InlineData("/reports/history/0199")]
    [InlineData("/settings/notifications")]
    [InlineData("/admin/audit")]
    public async Task Every_address_of_the_app_is_its_page_and_lets_in_no_script_but_its_own(string path)
    {
        await using var app = await StartAsync(Built);
        using var page = await GetAsync(app, path);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        var nonce = (await page.Content.ReadAsStringAsync()).Split("content=\"")[1].Split('"')[0];
        Assert.True(nonce.Length >= 24, $"The nonce is only “{nonce}”.");
        Assert.Contains($"'nonce-{nonce}'", policy, StringComparison.Ordinal);
        using var again = await GetAsync(app, path);
        Assert.DoesNotContain(nonce, await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br, gzip", "br", 1)]
    [InlineData("gzip", "gzip", 2)]
    [InlineData("br;q=0, gzip", "gzip", 2)]
    [InlineData("identity", null, 3)]
    public async Task Files_come_compressed_as_the_browser_takes_them_and_are_kept_for_ever(string accepted, string? encoding, int bytes)
    {
        await using var app = await StartAsync(Built);
        using var file = await GetAsync(app, Script, ("Accept-Encoding", accepted));
        Assert.Equal(encoding, file.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(bytes, (await file.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", file.Headers.GetValues("Cache-Control")));
        Assert.Equal("Accept-Encoding", file.Headers.Vary.Single());
        using var unchanged = await GetAsync(app, Script, ("If-None-Match", "\"script\""));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var missing = await GetAsync(app, "/assets/none.js", ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_browser_at_an_unknown_address_gets_the_page_and_a_program_the_problem()
    {
        await using var app = await StartAsync(Built);
        using var page = await GetAsync(app, "/reprots", ("Accept", "text/html,*/*"));
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        using var problem = await GetAsync(app, "/reprots", ("Accept", "application/json"));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType!.MediaType));
        using var api = await GetAsync(app, "/api/v1/nothing", ("Accept", "text/html"));
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Built_without_npm_the_pages_say_so_and_what_to_do()
    {
        await using var app = await StartAsync(new AppFiles(new Dictionary<string, AppFile>()));
        using var page = await GetAsync(app, "/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("Install Node.js 20 or newer and build again", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_link_shows_a_browser_the_sign_in_page_with_the_reason()
    {
        await using var server = await LiveServer.StartAsync();
        var refused = await server.WantAsync(302, "GET", "/signin/used", null, "", ("Accept", "text/html"));
        Assert.Equal("/signin?link=refused", refused.Header("Location"));
        await server.WantAsync(401, "GET", "/signin/used", null, "");
    }

    private static async Task<WebApplication> StartAsync(AppFiles files)
    {
        var builder = Web.NewBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(files).AddSingleton<KnownSecrets>();
        var app = builder.Build();
        app.UseStatusCodePages(EmptyAnswer.FillAsync);
        app.UseRouting();
        app.MapAppPages();
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string path, params (string Name, string Value)[] headers)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address + path));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, default);
    }
}
