using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Recipients;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>Which files of a run go with a message and which it links to, and why.</summary>
internal sealed record FilePlan(IReadOnlyList<ArtifactRow> Attached, IReadOnlyList<ArtifactRow> Linked, string? Why, Instant Until)
{
    /// <summary>In their order, as long as they fit; a small file still goes with the message after a big one did not.</summary>
    public static FilePlan Of(IReadOnlyList<ArtifactRow> files, Destination destination, DeliverySettingsRow settings, Instant now)
    {
        var until = now + Duration.FromDays(settings.LinkDays);
        if (!destination.Channel.CarriesFiles(destination.Settings)) return new([], files, null, until);
        if (!destination.Channel.LimitsFiles) return new(files, [], null, until);
        var (attached, linked, room) = (new List<ArtifactRow>(), new List<ArtifactRow>(), settings.AttachUpTo);
        foreach (var file in files)
        {
            if (file.Bytes > room)
            {
                linked.Add(file);
                continue;
            }

            attached.Add(file);
            room -= file.Bytes;
        }

        var why = settings.AttachUpTo == 0 ? "this workspace sends links instead of files" : $"this workspace attaches up to {LinkPages.Size(settings.AttachUpTo)} to a message";
        return new(attached, linked, linked.Count == 0 ? null : why, until);
    }
}
