using System.Net;
using System.Net.Sockets;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Xunit;

namespace Broadsheet.Adapters.Tests.Net;

public sealed class OutboundGuardTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.215.14");

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("[2606:2800:21f:cb07:6820:80da:af6b:8b2c]")]
    [InlineData("::ffff:93.184.215.14")]
    [InlineData("64:ff9b::5db8:d70e")]
    public async Task A_public_address_is_allowed(string host) => Assert.True((await Check(host)).IsOk);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2606:2800::5efe:10.0.0.1")]
    [InlineData("2001:0:7f00:1::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task An_address_that_is_not_public_is_refused_with_the_remedy(string host)
    {
        var problem = Assert.IsType<Problem.Forbidden>((await Check(host)).Problem);
        Assert.Contains("Broadsheet__Outbound__Allow", problem.Message);
    }

    [Theory]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.0x1")]
    [InlineData("08.8.8.8")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.1.1.1")]
    public async Task A_number_that_programs_read_differently_is_refused(string host)
    {
        var problem = Assert.IsType<Problem.Invalid>((await Check(host)).Problem);
        Assert.Equal("ambiguous-address", problem.Errors[0].Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("host/path")]
    [InlineData("user@host")]
    [InlineData("host\r\n")]
    [InlineData("-host-.example")]
    [InlineData("a..b")]
    [InlineData("::1::")]
    public async Task What_is_no_host_is_refused(string host) => Assert.IsType<Problem.Invalid>((await Check(host)).Problem);

    [Theory]
    [InlineData("127.0.0.1.")]
    [InlineData("１２７.0.0.1")]
    [InlineData("①27.0.0.1")]
    [InlineData("127。0。0。1")]
    public async Task Letters_that_fold_into_digits_are_seen_through(string host) =>
        Assert.False((await Check(host, _ => [Public])).IsOk);

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    public async Task A_port_is_in_range(int port) =>
        Assert.IsType<Problem.Invalid>((await new OutboundGuard([]).CheckAsync("93.184.215.14", port, TestContext.Current.CancellationToken)).Problem);

    [Fact]
    public async Task One_private_address_among_public_ones_refuses_the_name() =>
        Assert.IsType<Problem.Forbidden>((await Check("both.example", _ => [Public, IPAddress.Parse("10.1.2.3")])).Problem);

    [Fact]
    public async Task A_name_is_resolved_once_and_the_answer_is_what_was_checked()
    {
        var asked = 0;
        var guard = new OutboundGuard([], (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? Public : IPAddress.Loopback]));
        Assert.Equal(Public, (await guard.CheckAsync("rebinds.example", 443, TestContext.Current.CancellationToken)).Value);
        Assert.Equal(1, asked);
        Assert.IsType<Problem.Forbidden>((await guard.CheckAsync("rebinds.example", 443, TestContext.Current.CancellationToken)).Problem);
    }

    [Fact]
    public async Task A_name_in_another_script_is_asked_for_in_ascii()
    {
        string? asked = null;
        await Check("żółw.pl", host =>
        {
            asked = host;
            return [Public];
        });
        Assert.Equal("xn--w-uga1v8h.pl", asked);
    }

    [Fact]
    public async Task A_name_without_addresses_is_unavailable()
    {
        Assert.IsType<Problem.Unavailable>((await Check("gone.example", _ => throw new SocketException(11001))).Problem);
        Assert.IsType<Problem.Unavailable>((await Check("empty.example", _ => [])).Problem);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.9.8.7", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.9.8.7", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", true)]
    [InlineData("10.0.0.0/8", "192.168.0.1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("fd12::/16", "fd12::5", true)]
    [InlineData("169.254.0.0/16", "169.254.1.1", true)]
    [InlineData("169.254.0.0/16", "169.254.169.254", false)]
    [InlineData("0.0.0.0/0 ::/0", "169.254.169.254", false)]
    [InlineData("0.0.0.0/0 ::/0", "168.63.129.16", false)]
    [InlineData("169.254.169.254/32", "169.254.169.254", true)]
    public async Task A_network_opens_by_the_setting_and_metadata_by_its_own_address_only(string setting, string host, bool allowed)
    {
        var guard = new OutboundGuard(OutboundGuard.ParseNetworks(setting).Value!);
        Assert.Equal(allowed, (await guard.CheckAsync(host, 80, TestContext.Current.CancellationToken)).IsOk);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("127.0.0.0/8, 10.0.0.0/8;fd00::/8", 3)]
    [InlineData("192.168.1.7", 1)]
    public void The_setting_is_a_list_of_networks(string? text, int count) => Assert.Equal(count, OutboundGuard.ParseNetworks(text).Value!.Count);

    [Fact]
    public void A_wrong_network_is_named() =>
        Assert.Contains("“ten/8”", Assert.IsType<Problem.Invalid>(OutboundGuard.ParseNetworks("127.0.0.0/8 ten/8").Problem).Summary);

    [Fact]
    public async Task Connecting_says_when_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var guard = new OutboundGuard([IPNetwork.Parse("127.0.0.0/8")]);
        Assert.Contains("refused", Assert.IsType<Problem.Unavailable>((await guard.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken)).Problem).Message);
    }

    private static Task<Result<IPAddress>> Check(string host, Func<string, IPAddress[]>? resolve = null) =>
        new OutboundGuard([], (name, _) => Task.FromResult((resolve ?? (_ => [Public]))(name))).CheckAsync(host, 443, TestContext.Current.CancellationToken);
}
