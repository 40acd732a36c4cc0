using Broadsheet.Core.Runs;
using Broadsheet.Server.Reports.Rendering;

namespace Broadsheet.Server.Runs;

/// <summary>A rendered run: the report, the template version it used and the folder its files are in.</summary>
internal sealed record RunRender(RenderedReport Report, int TemplateVersion, string Folder)
{
    /// <summary>Where the files' bytes are in the store already, because other runs use them too; null when they lie in the folder.</summary>
    public IReadOnlyList<ArtifactId>? Contents { get; init; }
}
