using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Broadsheet.Server.Connections;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.CommandLine;

/// <summary>What was protected anew, and what no key of this server opens any more.</summary>
internal sealed record RotatedSecrets(int Renewed, IReadOnlyList<string> Lost);

/// <summary>
/// Makes a new key and protects every stored secret with it: of data sources, connections, destinations of schedules, and of runs and
/// deliveries that are not over; and seals the audit logs again, those whose seal held. In one transaction.
/// </summary>
internal sealed class RotateSecrets(AppDb db, Clock clock, IKeyManager keys, IServiceProvider services)
{
    /// <summary>What is protected starts with four bytes of format, then the id of its key.</summary>
    private const int KeyIdAt = 4;

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    public async Task<RotatedSecrets> RunAsync(bool revoke, CancellationToken ct)
    {
        var before = clock.Time.GetUtcNow();
        await InUseAsync(keys.CreateNewKey(before, before + KeyLifetime), ct);
        var lost = new List<string>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var renewed = await SourcesAsync(lost, ct) + await ConnectionsAsync(lost, ct) + await DestinationsAsync(lost, ct) + await HeadsAsync(lost, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (revoke && lost.Count == 0) keys.RevokeAllKeys(before, "rotated");
        return new(renewed, lost);
    }

    /// <summary>A protector that was used before goes on with the older key until it has read the keys again, which it does beside its work.</summary>
    private async Task InUseAsync(IKey key, CancellationToken ct)
    {
        var probe = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("rotation");
        while (new Guid(probe.Protect([0]).AsSpan(KeyIdAt, 16)) != key.KeyId) await Task.Delay(TimeSpan.FromMilliseconds(20), clock.Time, ct);
    }

    private async Task<int> SourcesAsync(List<string> lost, CancellationToken ct)
    {
        var (secrets, count) = (services.GetRequiredService<SourceSecrets>(), 0);
        foreach (var row in await db.DataSources.Where(s => s.Secrets != null).ToListAsync(ct)) count += Try(lost, $"data source “{row.Name}”", () => row.Secrets = secrets.Again(row));
        return count;
    }

    private async Task<int> ConnectionsAsync(List<string> lost, CancellationToken ct)
    {
        var (secrets, count) = (services.GetRequiredService<ConnectionSecrets>(), 0);
        foreach (var row in await db.Connections.Where(c => c.Secrets != null).ToListAsync(ct)) count += Try(lost, $"connection “{row.Name}”", () => row.Secrets = secrets.Again(row));
        return count;
    }

    private async Task<int> DestinationsAsync(List<string> lost, CancellationToken ct)
    {
        var (secrets, count) = (services.GetRequiredService<DestinationSecrets>(), 0);
        foreach (var row in await db.Schedules.Where(s => s.Channels != "").ToListAsync(ct))
            count += Try(lost, $"schedule “{row.Name}”", () => row.DestinationsJson = secrets.Again(row.WorkspaceId, JsonNode.Parse(row.DestinationsJson)!).ToJsonString());
        foreach (var row in await db.Deliveries.Where(d => d.SentAt == null).ToListAsync(ct))
            count += Try(lost, $"delivery {row.Id}", () => Set(db.Entry(row).Property(d => d.DestinationJson), secrets.Again(row.WorkspaceId, JsonNode.Parse(row.DestinationJson)!)));
        foreach (var row in await db.Runs.Where(r => r.PlanJson != null && r.FinishedAt == null).ToListAsync(ct))
            count += Try(lost, $"run {row.Id}", () => row.PlanJson = secrets.Again(row.WorkspaceId, JsonNode.Parse(row.PlanJson!)!).ToJsonString());
        return count;
    }

    /// <summary>A seal that does not hold is not made good: what it shows is a finding of verify, before and after.</summary>
    private async Task<int> HeadsAsync(List<string> lost, CancellationToken ct)
    {
        var (seal, chain, count) = (services.GetRequiredService<AuditSeal>(), services.GetRequiredService<AuditChain>(), 0);
        foreach (var workspace in await db.AuditHeads.OrderBy(h => h.WorkspaceId).Select(h => h.WorkspaceId).ToListAsync(ct))
        {
            var head = await AuditChain.LockAsync(db, workspace, ct);
            if (!seal.Holds(head))
            {
                lost.Add($"the audit log of workspace {workspace}: its seal does not hold");
                continue;
            }

            await chain.SaveAsync(db, head, ct);
            count++;
        }

        return count;
    }

    private static void Set(Microsoft.EntityFrameworkCore.ChangeTracking.PropertyEntry<DeliveryRow, string> property, JsonNode value) => property.CurrentValue = value.ToJsonString();

    private static int Try(List<string> lost, string what, Action renew)
    {
        try
        {
            renew();
            return 1;
        }
        catch (CryptographicException)
        {
            lost.Add(what);
            return 0;
        }
    }
}
