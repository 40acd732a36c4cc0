using System.Data.Common;
using Broadsheet.Core.Audit;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Server.Storage;

/// <summary>
/// Writes the audit entries of a unit of work as the last thing before it is committed, each the next link of its workspace's chain.
/// The head's row is locked from then to the commit: writers on all nodes stand in line, briefly, and since nothing is locked after
/// it, it can be no part of a deadlock.
/// </summary>
internal sealed class AuditChain(AuditSeal seal) : DbTransactionInterceptor
{
    private const string Insert = """
        insert into audit_entries (workspace_id, number, id, at, person_id, actor, api_key_id, origin, action, object_type, object_id, object_name,
            report_type, failed, before, after, hash)
        values (@workspace, @number, @id, @at, @person, @actor, @key, @origin, @action, @type, @object, @name, @report, @failed, @before, @after, @hash)
        """;

    private const string Begin = """
        insert into audit_heads (workspace_id, base_number, base_hash, number, hash, seal) values (@workspace, 0, @zero, 0, @zero, '') on conflict do nothing
        """;

    private const string Move = """
        update audit_heads set base_number = @base, base_hash = @basehash, number = @number, hash = @hash, seal = @seal where workspace_id = @workspace
        """;

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDb db)
        {
            foreach (var entries in db.TakeAudit().GroupBy(e => e.WorkspaceId).OrderBy(g => g.Key)) await AppendAsync(db, entries.Key, [.. entries], cancellationToken);
        }

        return result;
    }

    /// <summary>Entries of a transaction that ended without a commit are not those of the next.</summary>
    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        (eventData.Context as AppDb)?.ForgetAudit();
        return ValueTask.FromResult(result);
    }

    /// <summary>The head of a workspace's chain, locked until the transaction ends.</summary>
    public static async Task<AuditHeadRow> LockAsync(AppDb db, WorkspaceId workspace, CancellationToken ct)
    {
        var sql = $"select base_number, base_hash, number, hash, seal from audit_heads where workspace_id = @workspace {db.Dialect.Lock}";
        AuditHeadRow Read(Dialect dialect, DbDataReader row) => new()
        {
            WorkspaceId = workspace,
            BaseNumber = row.GetInt64(0),
            BaseHash = row.GetFieldValue<byte[]>(1),
            Number = row.GetInt64(2),
            Hash = row.GetFieldValue<byte[]>(3),
            Seal = row.GetString(4),
        };
        var found = await db.QueryAsync(sql, Read, ct, ("workspace", workspace.Value));
        if (found.Count == 1) return found[0];
        await db.ExecuteAsync(Begin, ct, ("workspace", workspace.Value), ("zero", ChainHash.Zero.ToArray()));
        return (await db.QueryAsync(sql, Read, ct, ("workspace", workspace.Value)))[0];
    }

    /// <summary>Saves a head that the caller has locked and moved, sealed.</summary>
    public async Task SaveAsync(AppDb db, AuditHeadRow head, CancellationToken ct)
    {
        head.Seal = seal.Of(head);
        await db.ExecuteAsync(Move, ct, ("workspace", head.WorkspaceId.Value), ("base", head.BaseNumber), ("basehash", head.BaseHash),
            ("number", head.Number), ("hash", head.Hash), ("seal", head.Seal));
    }

    private async Task AppendAsync(AppDb db, WorkspaceId workspace, IReadOnlyList<AuditRow> entries, CancellationToken ct)
    {
        var head = await LockAsync(db, workspace, ct);
        foreach (var entry in entries)
        {
            entry.Number = head.Number + 1;
            entry.Hash = entry.HashAfter(head.Hash);
            (head.Number, head.Hash) = (entry.Number, entry.Hash);
            await db.ExecuteAsync(Insert, ct, ("workspace", workspace.Value), ("number", entry.Number), ("id", entry.Id.Value), ("at", entry.At), ("person", entry.PersonId?.Value),
                ("actor", entry.Actor), ("key", entry.ApiKeyId?.Value), ("origin", entry.Origin), ("action", entry.Action), ("type", entry.ObjectType), ("object", entry.ObjectId),
                ("name", entry.ObjectName), ("report", entry.ReportType), ("failed", entry.Failed), ("before", entry.Before), ("after", entry.After), ("hash", entry.Hash));
        }

        await SaveAsync(db, head, ct);
    }
}
