using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Recipients;

/// <summary>Why a recipient gets nothing, for the ledger.</summary>
internal sealed record KeptBack(DeliveryHold Hold, string Why);

/// <summary>Which e-mail recipients may get something, and which want it.</summary>
internal sealed class RecipientRules(AppDb db)
{
    /// <summary>An address as it is compared everywhere: without case, its domain in ASCII.</summary>
    public static string Key(string address) => (EmailAddress.Parse(address) is { IsOk: true } read ? read.Value.ToString() : address).ToLowerInvariant();

    /// <summary>Those outside of the allowed domains that no admin has approved, with what is known of them; members are inside.</summary>
    public async Task<IReadOnlyDictionary<string, ApprovalState?>> OutsideAsync(WorkspaceId workspace, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var settings = await db.DeliverySettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == workspace, ct);
        if (settings is null || settings.AllowedDomains is not { Count: > 0 } allowed) return new Dictionary<string, ApprovalState?>();
        var outside = addresses.Where(a => !IsInside(Key(a), allowed)).Distinct().ToDictionary(Key);
        var keys = outside.Keys.ToList();
        var members = await (from m in db.Memberships where m.WorkspaceId == workspace join p in db.People on m.PersonId equals p.Id where keys.Contains(p.EmailKey) select p.EmailKey).ToListAsync(ct);
        foreach (var member in members) outside.Remove(member);
        var known = await db.Approvals.AsNoTracking().Where(a => a.WorkspaceId == workspace && keys.Contains(a.AddressKey)).ToDictionaryAsync(a => a.AddressKey, a => a.Status, ct);
        return outside.Where(o => known.GetValueOrDefault(o.Key, ApprovalState.Waiting) != ApprovalState.Approved)
            .ToDictionary(o => o.Value, o => known.TryGetValue(o.Key, out var state) ? state : (ApprovalState?)null);
    }

    /// <summary>Those who do not want it at an instant.</summary>
    public async Task<IReadOnlyDictionary<string, KeptBack>> UnwillingAsync(WorkspaceId workspace, ScheduleId? schedule, IReadOnlyCollection<string> addresses, Instant now, CancellationToken ct)
    {
        var keys = addresses.Select(Key).ToList();
        var rows = await db.Suppressions.AsNoTracking()
            .Where(s => s.WorkspaceId == workspace && keys.Contains(s.AddressKey) && (s.ScheduleId == null || s.ScheduleId == schedule) && (s.Until == null || s.Until > now)).ToListAsync(ct);
        var found = new Dictionary<string, KeptBack>();
        foreach (var address in addresses)
        {
            var own = rows.FindAll(r => r.AddressKey == Key(address));
            if (own.Find(r => r.Until is null) is { } gone)
                found[address] = new(DeliveryHold.Unsubscribed, $"They unsubscribed from {(gone.ScheduleId is null ? "all reports of this workspace" : "this report")} on {Day(gone.CreatedAt)}: nothing was sent.");
            else if (own.Count > 0)
                found[address] = new(DeliveryHold.Snoozed, $"They want nothing until {Day(own.Max(r => r.Until!.Value))}: nothing was sent.");
        }

        return found;
    }

    /// <summary>What the ledger says of somebody outside.</summary>
    public static KeptBack NotApproved(ApprovalState? state) => new(DeliveryHold.Approval, state == ApprovalState.Refused
        ? "An admin refused to send to this address: it is outside of the workspace’s allowed domains."
        : "This address is outside of the workspace’s allowed domains and waits for an admin: it is sent as soon as one approves it.");

    private static bool IsInside(string key, IReadOnlyList<string> allowed)
    {
        var domain = key[(key.LastIndexOf('@') + 1)..];
        return allowed.Any(a => a.StartsWith("*.", StringComparison.Ordinal)
            ? domain == a[2..] || domain.EndsWith(a[1..], StringComparison.Ordinal)
            : domain == a);
    }

    private static string Day(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm 'UTC'").Format(at);
}
