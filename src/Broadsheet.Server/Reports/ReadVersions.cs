using System.Globalization;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Versions;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>The versions of a report, and what one changed.</summary>
internal sealed class ReadVersions(AppDb db)
{
    private const int Context = 3;

    public async Task<Result<IReadOnlyList<TemplateVersionWire>>> AllAsync(Actor actor, TemplateId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var versions = await Of(actor, id).OrderByDescending(v => v.Version)
            .Select(v => new TemplateVersionWire(v.Version, v.CreatedAt, v.CreatedBy.Value, v.Text)).ToListAsync(ct);
        return versions.Count == 0 ? new Problem.NotFound("report") : Result<IReadOnlyList<TemplateVersionWire>>.Ok(versions);
    }

    /// <param name="number">As the path has it.</param>
    /// <param name="against">The version to compare with; the one before where absent.</param>
    public async Task<Result<VersionWire>> OneAsync(Actor actor, TemplateId id, string number, int? against, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        if (await FindAsync(actor, id, number, ct) is not { } version) return new Problem.NotFound("version");
        var other = against ?? version.Version - 1;
        var before = await Of(actor, id).Where(v => v.Version == other).Select(v => v.Text).SingleOrDefaultAsync(ct);
        if (before is null && against is not null)
            return new Problem.Invalid("against", "unknown-version", $"This report has no version {against}. GET …/versions lists them.");
        var lines = LineDiff.Between(before ?? "", version.Text);
        return new VersionWire
        {
            Version = version.Version,
            CreatedAt = version.CreatedAt,
            CreatedBy = version.CreatedBy.Value,
            Text = version.Text,
            Against = before is null ? null : other,
            Added = lines.Count(l => l.Kind == LineChangeKind.Added),
            Removed = lines.Count(l => l.Kind == LineChangeKind.Removed),
            Hunks = [.. LineDiff.Hunks(lines, Context).Select(h => new HunkWire([.. h.Select(l => new LineWire(Word<LineChangeKind>.Of(l.Kind), l.Before, l.After, l.Text))]))],
        };
    }

    /// <summary>The version that the path names; null when there is none.</summary>
    public async Task<TemplateVersionRow?> FindAsync(Actor actor, TemplateId id, string number, CancellationToken ct) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? await Of(actor, id).SingleOrDefaultAsync(v => v.Version == wanted, ct) : null;

    private IQueryable<TemplateVersionRow> Of(Actor actor, TemplateId id) =>
        db.TemplateVersions.AsNoTracking().Where(v => v.WorkspaceId == actor.Workspace && v.TemplateId == id);
}

/// <summary>One version of a report's text.</summary>
internal sealed record TemplateVersionWire(int Version, Instant CreatedAt, Guid CreatedBy, string Text);

/// <summary>One version with what it changed. <see cref="Against"/> is the version compared with; null for a first one, whose lines are all added.</summary>
internal sealed record VersionWire
{
    public required int Version { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Guid CreatedBy { get; init; }
    public required string Text { get; init; }
    public required int? Against { get; init; }
    public required int Added { get; init; }
    public required int Removed { get; init; }
    public required IReadOnlyList<HunkWire> Hunks { get; init; }
}

/// <summary>Changed lines with three common ones round them.</summary>
internal sealed record HunkWire(IReadOnlyList<LineWire> Lines);

/// <summary><paramref name="Kind"/> is same, removed or added; the numbers count from 1, null where the line is not in that text.</summary>
internal sealed record LineWire(string Kind, int? Before, int? After, string Text);
