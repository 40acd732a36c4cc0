using System.Net;
using System.Net.Sockets;
using Broadsheet.Server.Http;
using Broadsheet.Server.Tests.People;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Each key, each person and each address has its own measure; who is signed in is not held to that of their address.</summary>
public sealed class ThrottleTests
{
    private const int PerCaller = 6;
    private const int PerAddress = 7;
    private const int SignIns = 3;

    [Fact]
    public async Task Keys_people_and_addresses_are_counted_each_by_itself()
    {
        await using var server = await LiveServer.StartAsync(false, null, Setting("PerCaller", PerCaller), Setting("PerAddress", PerAddress), Setting("SignIns", SignIns));
        var (one, two) = (await AccessTests.KeyAsync(server, "viewer"), await AccessTests.KeyAsync(server, "viewer"));
        var (cookie, _) = await SessionTests.SignInAsync(server);
        (string, string)[] byKey(string key) => [("Authorization", "Bearer " + key)];

        // Two keys of one person, from wherever, and the person's session.
        for (var i = 0; i < PerCaller; i++) await WantAsync(200, server, $"127.0.0.{10 + i}", byKey(one));
        await WantAsync(429, server, "127.0.0.10", byKey(one));
        await WantAsync(429, server, "127.0.0.20", byKey(one));
        for (var i = 0; i < PerCaller; i++) await WantAsync(200, server, "127.0.0.10", byKey(two));
        await WantAsync(429, server, "127.0.0.10", byKey(two));
        for (var i = 0; i < PerCaller; i++) await WantAsync(200, server, "127.0.0.10", [cookie]);
        await WantAsync(429, server, "127.0.0.10", [cookie]);

        // Nobody, and keys that are none, at two addresses; a good key passes where its address is used up.
        for (var i = 0; i < PerAddress; i++) await WantAsync(401, server, "127.0.0.31", i % 2 == 0 ? [] : byKey($"bsk_guess{i:000}_" + new string('g', 43)));
        await WantAsync(429, server, "127.0.0.31", []);
        await WantAsync(429, server, "127.0.0.31", byKey("bsk_guess999_" + new string('g', 43)));
        for (var i = 0; i < PerAddress; i++) await WantAsync(401, server, "127.0.0.32", []);
        await WantAsync(429, server, "127.0.0.32", []);
        await WantAsync(200, server, "127.0.0.31", byKey(LiveServer.Key));

        // Signing in.
        foreach (var address in new[] { "127.0.0.41", "127.0.0.42" })
        {
            for (var i = 0; i < SignIns; i++) await WantAsync(401, server, address, [], "/api/v1/session");
            await WantAsync(429, server, address, [], "/api/v1/session");
            await WantAsync(401, server, address, []);
        }
    }

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("::ffff:198.51.100.7", "::ffff:198.51.100.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_address_of_IPv6_counts_as_the_network_that_one_subscriber_has(string one, string other, bool same) =>
        Assert.Equal(same, Network(one) == Network(other));

    private static (string, string?) Setting(string name, int value) => ("Broadsheet:Limits:" + name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Network(string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return Throttle.Network(http);
    }

    /// <summary>Asks from an address of this machine: all of 127.0.0.0/8 is.</summary>
    private static async Task WantAsync(int status, LiveServer server, string from, (string Name, string Value)[] headers, string path = "/api/v1/me")
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false, UseProxy = false,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var signsIn = path.EndsWith("session", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(signsIn ? HttpMethod.Post : HttpMethod.Get, new Uri(server.Address, path));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (signsIn) request.Content = new StringContent("""{ "token": "x" }""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{path} from {from} answered {(int)response.StatusCode}, wanted {status}");
        if (status == 429) Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }
}
