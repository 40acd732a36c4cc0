using Broadsheet.Core;
using Broadsheet.Core.Access;

namespace Broadsheet.Server.Runs;

/// <summary>Who may act on a run: its owner or who asked for it; others need to be administrators.</summary>
internal static class RunRights
{
    public static Problem? Refuse(Actor actor, RunRow run) =>
        actor.Refuse(run.OwnerId == actor.Person || run.RequestedBy == actor.Person ? Permission.Schedule : Permission.ScheduleOfOthers);
}
