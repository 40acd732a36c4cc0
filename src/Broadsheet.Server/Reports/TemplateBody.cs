namespace Broadsheet.Server.Reports;

/// <summary>A report template as callers write it: the document alone; title and report_type are in its front matter.</summary>
internal sealed record TemplateBody
{
    public required string Text { get; init; }
}
