using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.People.Provider;

/// <summary>Against npm's oidc-provider, in a process of its own: its forms are filled in as a browser would.</summary>
public sealed partial class RealProviderTests
{
    [Fact]
    public async Task A_person_of_a_real_provider_signs_in()
    {
        var modules = Environment.GetEnvironmentVariable("BROADSHEET_NODE_MODULES") ?? "";
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "oidc-provider")), "BROADSHEET_NODE_MODULES does not name a node_modules folder with oidc-provider");
        var ct = TestContext.Current.CancellationToken;
        var (port, own) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "node", "oidc-provider.mjs"), $"{port}", $"http://127.0.0.1:{own}/signin/provider/callback"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        node.BeginErrorReadLine();
        try
        {
            while (await node.StandardOutput.ReadLineAsync(ct) is { } line && !line.Contains("listening", StringComparison.Ordinal)) Assert.False(node.HasExited, line);
            await using var server = await LiveServer.StartAsync(false, null, ("urls", $"http://127.0.0.1:{own}"), ("Broadsheet:Oidc:Issuer", $"http://127.0.0.1:{port}"), ("Broadsheet:Oidc:ClientId", "broadsheet"),
                ("Broadsheet:Oidc:ClientSecret", "client+secret/1"), ("Broadsheet:Oidc:RolesClaim", "groups"), ("Broadsheet:Oidc:Roles:qa", "main:editor"), ("Broadsheet:Outbound:Allow", "127.0.0.0/8"));
            var cookies = new CookieContainer();
            using var browser = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, UseProxy = false });
            var at = new Uri($"http://127.0.0.1:{own}/signin/provider");
            HttpContent? form = null;
            for (var step = 0; step < 12 && at.AbsolutePath != "/"; step++)
            {
                using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, at) { Content = form };
                using var response = await browser.SendAsync(request, ct);
                var page = await response.Content.ReadAsStringAsync(ct);
                Assert.True((int)response.StatusCode < 400, $"{at} answered {(int)response.StatusCode}: {page}");
                (form, at) = (null, response.Headers.Location is { } next ? new Uri(at, next) : at);
                if (response.Headers.Location is not null) continue;
                at = new Uri(at, Action().Match(page).Groups[1].Value);
                form = new FormUrlEncodedContent(new Dictionary<string, string> { ["prompt"] = Prompt().Match(page).Groups[1].Value, ["login"] = "ann", ["password"] = "x" });
            }

            var me = (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", cookies.GetCookieHeader(new Uri($"http://127.0.0.1:{own}/"))))).Json;
            Assert.Equal(("editor", "ann@example.com", "Person ann"), (me["role"]!.GetValue<string>(), me["person"]!["email"]!.GetValue<string>(), me["person"]!["name"]!.GetValue<string>()));
        }
        finally
        {
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"([^\"]+)\"")]
    private static partial Regex Prompt();
}
