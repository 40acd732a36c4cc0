using Broadsheet.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Tests.Schedules;

public sealed class DueSlotsTests
{
    [Theory]
    // Hourly. Slots from the stored one to now, both included; then what each policy keeps, and what comes next.
    [InlineData("09:00", "09:00:00", MisfirePolicy.Latest, "09:00", 0, "10:00")]
    [InlineData("09:00", "09:00:00", MisfirePolicy.Skip, "09:00", 0, "10:00")]
    [InlineData("09:00", "09:00:00", MisfirePolicy.All, "09:00", 0, "10:00")]
    [InlineData("09:00", "09:59:59", MisfirePolicy.Latest, "09:00", 0, "10:00")]
    [InlineData("09:00", "12:30:00", MisfirePolicy.Latest, "12:00", 3, "13:00")]
    [InlineData("09:00", "12:30:00", MisfirePolicy.All, "09:00 10:00 11:00 12:00", 0, "13:00")]
    [InlineData("09:00", "12:30:00", MisfirePolicy.Skip, "", 4, "13:00")]
    [InlineData("09:00", "12:00:59", MisfirePolicy.Skip, "12:00", 3, "13:00")]
    [InlineData("09:00", "12:01:00", MisfirePolicy.Skip, "12:00", 3, "13:00")]
    [InlineData("09:00", "12:01:01", MisfirePolicy.Skip, "", 4, "13:00")]
    public void Late_slots_are_run_as_the_policy_says(string due, string now, MisfirePolicy policy, string run, int missed, string next)
    {
        var slots = DueSlots.Of(At(due), At(now), policy, Hourly);
        Assert.Equal(run.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(At), slots.Run);
        Assert.Equal((missed, (Instant?)At(next)), (slots.Missed, slots.Next));
    }

    [Theory]
    [InlineData(24, 0, 1)]
    [InlineData(24, 1, 0)]
    public void The_latest_missed_slot_is_made_up_for_within_a_day(int hours, int seconds, int runs)
    {
        var due = At("09:00");
        var slots = DueSlots.Of(due, due + Duration.FromHours(hours) + Duration.FromSeconds(seconds), MisfirePolicy.Latest, slot => slot + Duration.FromDays(30));
        Assert.Equal(runs, slots.Run.Count);
        Assert.Equal(1 - runs, slots.Missed);
        Assert.Equal(due + Duration.FromDays(30), slots.Next);
    }

    [Fact]
    public void All_is_never_a_storm_the_newest_hundred_run()
    {
        var due = At("00:00");
        var slots = DueSlots.Of(due, due + Duration.FromHours(999), MisfirePolicy.All, Hourly);
        Assert.Equal(100, slots.Run.Count);
        Assert.Equal((due + Duration.FromHours(900), due + Duration.FromHours(999)), (slots.Run[0], slots.Run[^1]));
        Assert.Equal(900, slots.Missed);
        Assert.Equal(slots.Run.Order(), slots.Run);
    }

    [Theory]
    [InlineData(MisfirePolicy.Latest)]
    [InlineData(MisfirePolicy.Skip)]
    [InlineData(MisfirePolicy.All)]
    public void The_last_slot_of_all_runs_and_nothing_is_due_after_it(MisfirePolicy policy)
    {
        var slots = DueSlots.Of(At("09:00"), At("09:00"), policy, _ => null);
        Assert.Equal([At("09:00")], slots.Run);
        Assert.Null(slots.Next);
    }

    private static Instant? Hourly(Instant slot) => slot + Duration.FromHours(1);

    private static Instant At(string time) => InstantPattern.ExtendedIso.Parse($"2026-11-23T{time}{(time.Length == 5 ? ":00" : "")}Z").Value;
}
