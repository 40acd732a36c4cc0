using Broadsheet.Core.Ports;
using NodaTime;

namespace Broadsheet.Core.Deliveries;

/// <summary>One message to one recipient over one channel: all that a channel may know.</summary>
public sealed record Outgoing
{
    /// <summary>The ledger row. Constant over attempts: Message-ID and webhook-id come from it.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>As the channel's <see cref="IDeliveryChannel.Recipients"/> gave it.</summary>
    public required string Recipient { get; init; }

    /// <summary>The destination of the schedule, checked against <see cref="IDeliveryChannel.Destination"/>.</summary>
    public required SettingValues Destination { get; init; }

    /// <summary>The workspace's connection with its secrets, or the server-wide one; null where the channel needs none.</summary>
    public required SettingValues? Connection { get; init; }

    /// <summary>Placeholders already filled; one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text; always there.</summary>
    public required string Text { get; init; }

    /// <summary>The same as a complete HTML document without outside references; null where there is none.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Where one click takes this recipient off the list, for <c>List-Unsubscribe</c>; null where there is no list.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>Where a person sees the report: for channels too short to carry it. It may expire; null where there is none.</summary>
    public Uri? Link { get; init; }

    /// <summary>Facts about the run for channels that send data: <c>run_id</c>, <c>report_type</c>, <c>scheduled_for</c>, <c>files</c> …</summary>
    public required System.Text.Json.Nodes.JsonObject Facts { get; init; }

    /// <summary>From 1; counts tries of this delivery.</summary>
    public required int Attempt { get; init; }

    /// <summary>When this attempt is made; for the Date header and signatures.</summary>
    public required Instant Now { get; init; }
}
