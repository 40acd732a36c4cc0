using Broadsheet.Server.Reports.Rendering;

namespace Broadsheet.Server.Runs;

/// <summary>A rendered run: the report, the template version it used and the folder its files are in.</summary>
internal sealed record RunRender(RenderedReport Report, int TemplateVersion, string Folder);
