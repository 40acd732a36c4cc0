using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Audit;

/// <summary>The number and hash of an entry that somebody noted, or finds in an export: is it still the same one?</summary>
internal sealed record AuditAnchor([FromQuery(Name = "number")] string? Number, [FromQuery(Name = "hash")] string? Hash);

/// <summary>
/// Walks the workspace's chain from its first kept entry to its sealed head and says what was changed behind the server's back: an
/// entry edited, taken out or put in, and either end cut.
/// </summary>
internal sealed class VerifyAudit(AppDb db, Clock clock, AuditSeal seal)
{
    private const int Most = 100;

    public async Task<Result<AuditVerdict>> RunAsync(Actor actor, AuditAnchor anchor, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ReadAudit) is { } refused) return refused;
        var noted = Read(anchor);
        if (!noted.IsOk) return noted.Problem;
        while (true)
        {
            // The highest number first: an entry that is saved meanwhile then never stands above the head that was read.
            var last = await db.AuditEntries.Where(e => e.WorkspaceId == actor.Workspace).MaxAsync(e => (long?)e.Number, ct) ?? 0;
            var head = await HeadAsync(actor.Workspace, ct);
            if (head is null) return Verdict(0, null, [new(1, AuditFindingKind.Head, "The head of the log is gone: nothing says where it ends.")]);
            var findings = new List<AuditFinding>();
            var count = await WalkAsync(head, noted.Value, findings, ct);
            if (last > head.Number) Add(findings, last, AuditFindingKind.Added, $"Entry {last} stands behind the sealed end of the log, which is {head.Number}.");
            if (!seal.Holds(head)) Add(findings, head.Number, AuditFindingKind.Head, "The head of the log was not sealed by this server: either end may have been cut.");
            if ((await HeadAsync(actor.Workspace, ct))?.BaseNumber == head.BaseNumber) return Verdict(count, head, findings);
        }
    }

    private async Task<long> WalkAsync(AuditHeadRow head, (long Number, string Hash)? noted, List<AuditFinding> findings, CancellationToken ct)
    {
        var (number, hash, count) = (head.BaseNumber, head.BaseHash, 0L);
        if (noted is { } early && (early.Number <= head.BaseNumber || early.Number > head.Number))
            Add(findings, early.Number, AuditFindingKind.Missing, early.Number > head.Number ? $"Entry {early.Number} was noted once; the log ends at {head.Number}." : $"Entry {early.Number} is older than what is kept.");
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => e.WorkspaceId == head.WorkspaceId && e.Number <= head.Number).OrderBy(e => e.Number).AsAsyncEnumerable().WithCancellation(ct))
        {
            count++;
            if (entry.Number <= head.BaseNumber) Add(findings, entry.Number, AuditFindingKind.Added, $"Entry {entry.Number} stands before the first that is kept.");
            else if (entry.Number > number + 1) Add(findings, number + 1, AuditFindingKind.Missing, entry.Number == number + 2 ? $"Entry {number + 1} is missing." : $"Entries {number + 1} to {entry.Number - 1} are missing.");
            else if (!entry.HashAfter(hash).AsSpan().SequenceEqual(entry.Hash)) Add(findings, entry.Number, AuditFindingKind.Edited, $"Entry {entry.Number}, or the one before it, is not as it was written.");
            if (noted is { } known && known.Number == entry.Number && known.Hash != Convert.ToHexStringLower(entry.Hash))
                Add(findings, entry.Number, AuditFindingKind.Edited, $"Entry {entry.Number} has another hash than was noted.");
            (number, hash) = (Math.Max(number, entry.Number), entry.Hash);
        }

        if (number < head.Number) Add(findings, number + 1, AuditFindingKind.Cut, $"The log ends with entry {number}; its sealed end is {head.Number}.");
        else if (!hash.AsSpan().SequenceEqual(head.Hash)) Add(findings, number, AuditFindingKind.Edited, $"Entry {number}, the last, is not the one that was sealed.");
        return count;
    }

    private Task<AuditHeadRow?> HeadAsync(WorkspaceId workspace, CancellationToken ct) =>
        db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(h => h.WorkspaceId == workspace, ct);

    private AuditVerdict Verdict(long count, AuditHeadRow? head, IReadOnlyList<AuditFinding> findings) => new()
    {
        Status = findings.Count == 0 ? AuditStatus.Intact : AuditStatus.Broken,
        Entries = count,
        FirstNumber = head is null ? 0 : head.BaseNumber + 1,
        Number = head?.Number ?? 0,
        Hash = Convert.ToHexStringLower(head?.Hash ?? []),
        CheckedAt = clock.Now,
        Findings = findings,
    };

    private static Result<(long Number, string Hash)?> Read(AuditAnchor anchor)
    {
        if (anchor is { Number: null, Hash: null }) return Result<(long, string)?>.Ok(null);
        var errors = new List<FieldError>();
        if (!long.TryParse(anchor.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1) errors.Add(new("number", "wrong-type", "“number” is the number of an entry, from 1."));
        if (anchor.Hash is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit)) errors.Add(new("hash", "wrong-type", "“hash” is that entry's hash: 64 hexadecimal digits."));
        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<(long, string)?>.Ok((number, anchor.Hash!.ToLowerInvariant()));
    }

    private static void Add(List<AuditFinding> findings, long number, AuditFindingKind kind, string message)
    {
        if (findings.Count < Most) findings.Add(new(number, kind, message));
    }
}
