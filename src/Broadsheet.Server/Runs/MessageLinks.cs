using Broadsheet.Server.Artifacts;

namespace Broadsheet.Server.Runs;

/// <summary>The links of one message.</summary>
/// <param name="Files">The page with its files; null where all go with the message.</param>
/// <param name="Recipient">The recipient's own page; null where there is no list to leave.</param>
internal sealed record MessageLinks(Uri? Files, Uri? Recipient)
{
    public Uri? Of(ArtifactRow file) => Files is null ? null : new Uri($"{Files.AbsoluteUri}/{file.Id}");
}
