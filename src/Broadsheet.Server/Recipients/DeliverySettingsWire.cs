using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>How a workspace delivers; what a PUT leaves out is as by default.</summary>
internal sealed record DeliverySettingsBody
{
    /// <summary>Domains whose addresses get mail without asking, <c>*.example.com</c> with all below it; empty for every address. Members of the workspace always do.</summary>
    public IReadOnlyList<string>? AllowedDomains { get; init; }

    /// <summary>Bytes of a mail's files together; what is beyond leaves as a link. 0 sends links only.</summary>
    public long? AttachUpTo { get; init; }

    /// <summary>How long a link to files works, 1 to 365.</summary>
    public int? LinkDays { get; init; }

    /// <summary>Subject of destinations that have none, with placeholders.</summary>
    public string? Subject { get; init; }

    /// <summary>Text above the report, of destinations that have none, with placeholders.</summary>
    public string? Text { get; init; }
}

/// <summary>How a workspace delivers.</summary>
internal sealed record DeliverySettingsWire(IReadOnlyList<string> AllowedDomains, long AttachUpTo, int LinkDays, string? Subject, string? Text, int Version, [property: ChangesByItself] Instant? UpdatedAt)
{
    public static DeliverySettingsWire Of(DeliverySettingsRow row) =>
        new(row.AllowedDomains, row.AttachUpTo, row.LinkDays, row.Subject, row.Text, row.Version, row.Version == 0 ? null : row.UpdatedAt);
}
