using System.Text.Json.Nodes;
using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

public sealed class MailFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_server_that_dies_between_DATA_and_its_reply_leaves_one_unknown_and_serves_the_others_when_it_is_back()
    {
        await using var world = await World.OnPostgresAsync(1);
        var dying = Plan.Of(0, World.Now) with { Name = "die" };
        await world.PlanAsync(dying, overlap: "queue");
        var run = (await world.WantAsync(202, "POST", $"{World.Schedules}/{world.IdOf(dying)}/run"))["run_id"]!.GetValue<string>();
        await Eventually.HoldsAsync("the mail server dies.", World.Patience, () => world.Mail.IsDead, () => world.Logs, Ct);
        await world.DueAsync(await world.PlanAsync(4));
        var ended = await EndedAsync(world, run);
        Assert.Equal("failed", ended["status"]!.GetValue<string>());
        Assert.Equal("unknown", ended["deliveries"]![0]!["status"]!.GetValue<string>());
        Assert.Single(world.Mail.Mails, m => m.To == dying.Recipient);

        await world.Mail.GoAsync();
        world.Plans.Remove(dying);
        Assert.Empty((await JudgeOthersAsync(world)).Unknown);
    }

    /// <summary>What arrived for the one that died is not the others' affair.</summary>
    private static Task<(int Owed, IReadOnlyList<string> Unknown)> JudgeOthersAsync(World world) => world.JudgeAsync(to => to != World.Operator && !to.StartsWith("die", StringComparison.Ordinal));

    private static async Task<JsonNode> EndedAsync(World world, string run)
    {
        JsonNode? seen = null;
        await Eventually.HoldsAsync("the run ends.", World.Patience, async () =>
        {
            seen = await world.WantAsync(200, "GET", $"{World.Runs}/{run}");
            return seen["status"]!.GetValue<string>() is not ("queued" or "running");
        }, () => seen?.ToJsonString() ?? "", Ct);
        return seen!;
    }
}
