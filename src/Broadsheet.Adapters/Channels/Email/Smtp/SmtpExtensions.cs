using System.Globalization;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>What a server offers in its answer to EHLO.</summary>
internal sealed record SmtpExtensions
{
    public static SmtpExtensions None { get; } = new();

    public bool StartTls { get; init; }

    public bool Pipelining { get; init; }

    public bool Utf8 { get; init; }

    public bool EightBit { get; init; }

    public bool SizeKnown { get; init; }

    /// <summary>The largest message it takes, in bytes; null where it names none.</summary>
    public long? Largest { get; init; }

    /// <summary>Ways to sign in, upper case.</summary>
    public IReadOnlyList<string> Auth { get; init; } = [];

    /// <summary>Reads a reply's lines after the first. Both <c>AUTH PLAIN LOGIN</c> and the old <c>AUTH=PLAIN LOGIN</c> are understood.</summary>
    public static SmtpExtensions Parse(IEnumerable<string> lines)
    {
        var offers = lines.Select(l => l.ToUpperInvariant().Replace("AUTH=", "AUTH ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > 0).ToList();
        var size = offers.Find(w => w[0] == "SIZE");
        return new SmtpExtensions
        {
            StartTls = offers.Exists(w => w[0] == "STARTTLS"),
            Pipelining = offers.Exists(w => w[0] == "PIPELINING"),
            Utf8 = offers.Exists(w => w[0] == "SMTPUTF8"),
            EightBit = offers.Exists(w => w[0] == "8BITMIME"),
            SizeKnown = size is not null,
            Largest = size?.Length > 1 && long.TryParse(size[1], CultureInfo.InvariantCulture, out var most) && most > 0 ? most : null,
            Auth = [.. offers.Where(w => w[0] == "AUTH").SelectMany(w => w.Skip(1)).Distinct()],
        };
    }
}
