using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Broadsheet.Faults.Parts;

/// <summary>
/// The promises, held against what arrived: for each slot a plan owes one message, or none and a delivery that is marked unknown; no
/// message nobody owes; nothing stuck; the audit log whole.
/// </summary>
internal static class Verdict
{
    private static readonly LocalDateTimePattern Line = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>Waits until nothing is open any more, then judges all that arrived but the operator's own mail, which tells of what is late.</summary>
    /// <returns>How many slots were owed, and those of them that are marked unknown without having arrived, each with its run.</returns>
    public static Task<(int Owed, IReadOnlyList<string> Unknown)> JudgeAsync(this World world) => world.JudgeAsync(to => to != World.Operator);

    /// <param name="ours">Names of plans whose messages are judged; others arrived for other reasons.</param>
    public static async Task<(int Owed, IReadOnlyList<string> Unknown)> JudgeAsync(this World world, Func<string, bool> ours)
    {
        await SettledAsync(world);
        var owed = world.Plans.SelectMany(p => p.Slots.Select(s => (p.Name, Slot: s))).ToList();
        var arrived = Arrived(world, ours);
        var twice = arrived.Where(a => a.Count() > 1).Select(a => $"{a.Key} arrived {a.Count()} times").ToList();
        var unowed = arrived.Select(a => a.Key).Except(owed).Select(a => $"{a} was not owed").ToList();
        var missing = owed.Except(arrived.Select(a => a.Key)).ToList();
        var (lost, unknown) = (new List<string>(), new List<string>());
        foreach (var (name, slot) in missing)
        {
            var run = await RunOfAsync(world, name, slot);
            var marked = run?["deliveries"]!.AsArray().Any(d => d!["status"]!.GetValue<string>() == "unknown") == true;
            if (marked) unknown.Add($"{name} {slot} is marked unknown: {run?.ToJsonString()}");
            else lost.Add($"{name} {slot} never arrived and is not marked unknown: {run?.ToJsonString()}");
        }

        Assert.True(twice.Count + unowed.Count + lost.Count == 0, string.Join('\n', [.. twice, .. unowed, .. lost, world.Logs]));
        await AuditAsync(world);
        Report(owed.Count, unknown.Count);
        return (owed.Count, unknown);
    }

    /// <summary>Until every slot that is owed has a run, and none of them is open.</summary>
    public static async Task SettledAsync(World world)
    {
        var seen = "";
        await Eventually.HoldsAsync("all that is due is made and sent.", World.Patience, async () =>
        {
            var open = new StringBuilder();
            foreach (var plan in world.Plans)
            {
                var runs = await RunsAsync(world, plan);
                if (runs is null) return false;
                var at = runs.Where(r => r["status"]!.GetValue<string>() is "queued" or "running").ToList();
                if (at.Count > 0 || runs.Count < plan.Slots.Count)
                    open.AppendLine(CultureInfo.InvariantCulture, $"{plan.Name}: {runs.Count} of {plan.Slots.Count} runs, {at.Count} open: {at.FirstOrDefault()?.ToJsonString()}");
            }

            seen = open.ToString();
            return open.Length == 0;
        }, () => seen + world.Logs, World.Ct);
    }

    /// <summary>Its runs, as the API lists them; null when no server answered.</summary>
    public static async Task<IReadOnlyList<JsonNode>?> RunsAsync(World world, Plan plan)
    {
        foreach (var node in world.Nodes.Where(n => !n.HasExited))
        {
            if (await node.AskAsync("GET", $"{World.Schedules}/{world.IdOf(plan)}/runs?limit=200", null, World.Key, World.Ct) is { Status: 200, Body: { } body })
                return [.. body["items"]!.AsArray().Select(r => r!)];
        }

        return null;
    }

    private static ILookup<(string Name, Instant Slot), string> Arrived(World world, Func<string, bool> ours)
    {
        var mails = world.Mail.Mails.Where(m => ours(m.To)).Select(m => (Name: m.To.Split('@')[0], Slot: SlotOf(world, m), m.Id));
        var posts = world.Hooks.Posts.Where(p => ours(p.Path)).Select(p => (Name: p.Path, Slot: InstantPattern.ExtendedIso.Parse(p.ScheduledFor).Value, p.Id));
        return mails.Concat(posts).ToLookup(a => (a.Name, a.Slot), a => a.Id);
    }

    /// <summary>From the foot of the message, "For 2026-11-26 12:05 (Asia/Kathmandu), 20 rows", as its reader would.</summary>
    private static Instant SlotOf(World world, Mail mail)
    {
        var line = mail.Text.Split('\n').Single(l => l.StartsWith("For ", StringComparison.Ordinal));
        var zone = DateTimeZoneProviders.Tzdb[world.Plans.Single(p => p.Recipient == mail.To).Zone];
        return Line.Parse(line[4..20]).Value.InZoneStrictly(zone).ToInstant();
    }

    private static async Task<JsonNode?> RunOfAsync(World world, string name, Instant slot)
    {
        var runs = await RunsAsync(world, world.Plans.Single(p => p.Name == name)) ?? [];
        return runs.SingleOrDefault(r => InstantPattern.ExtendedIso.Parse(r["scheduled_for"]!.GetValue<string>()).Value == slot);
    }

    private static async Task AuditAsync(World world)
    {
        var found = await world.WantAsync(200, "GET", "/api/v1/audit/verify");
        Assert.True(found["status"]!.GetValue<string>() == "intact", found.ToJsonString());
    }

    private static void Report(int owed, int unknown) => TestContext.Current.TestOutputHelper?.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{owed} slots owed, {owed - unknown} arrived once, {unknown} marked unknown, none lost, none twice."));
}
