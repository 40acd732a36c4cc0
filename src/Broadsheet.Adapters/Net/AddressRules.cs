using System.Net;
using System.Net.Sockets;

namespace Broadsheet.Adapters.Net;

/// <summary>Which addresses are not the public internet. Sources: the IANA special-purpose registries of IPv4 and IPv6.</summary>
internal static class AddressRules
{
    private static readonly (IPNetwork Network, string What)[] Special4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this host"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private network"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's shared network"),
        (IPNetwork.Parse("127.0.0.0/8"), "this machine (loopback)"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local network"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private network"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved for protocols"),
        (IPNetwork.Parse("192.0.2.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "a 6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private network"),
        (IPNetwork.Parse("198.18.0.0/15"), "reserved for benchmarks"),
        (IPNetwork.Parse("198.51.100.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
    ];

    private static readonly (IPNetwork Network, string What)[] Special6 =
    [
        (IPNetwork.Parse("::/128"), "this host"),
        (IPNetwork.Parse("::1/128"), "this machine (loopback)"),
        (IPNetwork.Parse("fc00::/7"), "a private network"),
        (IPNetwork.Parse("fe80::/10"), "a link-local network"),
        (IPNetwork.Parse("fec0::/10"), "a private network"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
        (IPNetwork.Parse("2001::/23"), "reserved for protocols"),
        (IPNetwork.Parse("2001:db8::/32"), "reserved for documentation"),
        (IPNetwork.Parse("3fff::/20"), "reserved for documentation"),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Where clouds hand out the machine's own credentials; some of these lie in networks that are public otherwise.</summary>
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"),
        IPAddress.Parse("168.63.129.16"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"),
    ];

    /// <summary>The IPv4 address where IPv6 only wraps one (::ffff:a.b.c.d); otherwise the same, without a zone.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static bool IsMetadata(IPAddress address) =>
        Metadata.Contains(address) || (Embedded(address) is { } inner && Metadata.Contains(inner));

    /// <summary>What <paramref name="address"/> is, where it is not a public one: "a private network". Null where it is public.</summary>
    public static string? Special(IPAddress address)
    {
        if (IsMetadata(address)) return "a cloud's metadata service";
        if (address.AddressFamily == AddressFamily.InterNetwork) return Find(Special4, address);
        if (Embedded(address) is { } inner) return Find(Special4, inner);
        return Find(Special6, address) ?? (Global6.Contains(address) ? null : "reserved");
    }

    /// <summary>The IPv4 address that a 6to4, NAT64 or ISATAP address leads to; null where it is none of these.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
        var isatap = bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
        return isatap || Nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4)) : null;
    }

    private static string? Find((IPNetwork Network, string What)[] among, IPAddress address)
    {
        foreach (var (network, what) in among)
        {
            if (network.Contains(address)) return what;
        }

        return null;
    }
}
