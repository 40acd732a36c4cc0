using System.Text.Json.Nodes;
using Broadsheet.Core;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>A report rendered whole: every file it was asked for, and what messages about it need.</summary>
internal sealed record RenderedReport
{
    public required IReadOnlyList<RenderedFile> Files { get; init; }

    /// <summary>Relative ones resolved: <c>{"period":{"from":"2026-11-16","to":"2026-11-22"},"region":"US"}</c>.</summary>
    public required JsonObject Filters { get; init; }

    /// <summary>Rows of all queries together, each counted once.</summary>
    public required long Rows { get; init; }

    public required string Title { get; init; }

    /// <summary>The report as the body of a mail: a complete document.</summary>
    public required string EmailHtml { get; init; }

    /// <summary>The same as plain text.</summary>
    public required string EmailText { get; init; }

    /// <summary>Equal when all queries gave the same columns and rows in the same order, whatever the slot; 32 hex digits.</summary>
    public required string ContentHash { get; init; }

    /// <summary>
    /// A template with its placeholders filled, on one line: <c>Quality, {{period}}</c>. Sees what the document's own text sees.
    /// </summary>
    public required Func<string, Result<string>> Fill { get; init; }
}
