using Broadsheet.Server.Tests.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Every endpoint of the server that changes something, described in the API document or not, asked with a cookie alone.</summary>
public sealed class AntiforgeryWalkTests
{
    /// <summary>What needs no session, and so has nothing that another site could borrow: each asks for what only its caller knows.</summary>
    private static readonly string[] Open =
    [
        "POST /api/v1/invitations/accept", "POST /api/v1/invitations/show", "POST /api/v1/session", "POST /recipient/{token}",
    ];

    [Fact]
    public async Task A_change_asked_for_with_a_cookie_needs_the_token_of_that_session_at_every_route()
    {
        await using var server = await LiveServer.StartAsync(false, null, ("Broadsheet:Limits:SignIns", "10000"));
        var (cookie, csrf) = await SessionTests.SignInAsync(server);
        var (_, another) = await SessionTests.SignInAsync(server);
        var (changing, open, asked) = (0, new List<string>(), new List<string>());
        foreach (var (method, endpoint) in Changing(server))
        {
            var route = $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";
            changing++;
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.Add(route);
                continue;
            }

            var path = string.Join('/', route.Split(' ')[1].Split('/').Select(p => p.StartsWith("{version", StringComparison.Ordinal) ? "1" : p.StartsWith('{') ? Guid.NewGuid().ToString() : p));
            foreach (var token in new (string, string)[][] { [], [another], [("X-CSRF-Token", "")], [("X-CSRF-Token", "made-up")], [("X-XSRF-TOKEN", csrf.Item2)] })
            {
                var answer = await server.SendAsync(method, path, "{}", "", [cookie, .. token]);
                Assert.True((int)answer.Status == 403 && answer.Code == "csrf", $"{route} with {(token.Length == 0 ? "no token" : token[0].ToString())} answered {answer}");
            }

            asked.Add(route);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{asked.Count} of {changing} endpoints that change something ask for the token\n" + string.Join('\n', asked));
        Assert.Equal(Open, open.Order(StringComparer.Ordinal));
        Assert.True(asked.Count > 60, $"{asked.Count} endpoints were walked");

        // The session is as it was, nothing having been done with it; and with its token things are done.
        await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "from our page", role = "viewer" }, "", cookie, csrf);
    }

    /// <summary>Endpoints without a list of methods take any, and count.</summary>
    private static IEnumerable<(string Method, RouteEndpoint Endpoint)> Changing(LiveServer server) =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText?.Contains("/api/test/", StringComparison.Ordinal) == false
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["POST"]
        where !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
        select (method, endpoint);
}
