using System.Text.Json.Nodes;
using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>The names of the schedules that send over a connection.</summary>
internal sealed class FindSchedulesUsing(AppDb db)
{
    public async Task<IReadOnlyList<string>> RunAsync(ConnectionRow connection, CancellationToken ct) => (await RowsAsync(connection, ct)).ConvertAll(r => r.Name);

    public async Task<IReadOnlyList<Core.Schedules.ScheduleId>> IdsAsync(ConnectionRow connection, CancellationToken ct) => (await RowsAsync(connection, ct)).ConvertAll(r => r.Id);

    private async Task<List<ScheduleRow>> RowsAsync(ConnectionRow connection, CancellationToken ct)
    {
        var type = "," + connection.Type + ",";
        var rows = await db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == connection.WorkspaceId && s.Channels.Contains(type)).OrderBy(s => s.Name).ToListAsync(ct);
        return rows.FindAll(r => PlanRun.DestinationsOf(r).Any(d => Uses(d, connection)));
    }

    private static bool Uses(JsonObject destination, ConnectionRow connection)
    {
        if (destination["type"]!.GetValue<string>() != connection.Type) return false;
        var named = destination[ChannelCatalog.Connection]?.GetValue<string>();
        return named is null ? connection.IsDefault && !DestinationSecrets.HasOwn(destination) : named == connection.Id.ToString();
    }
}
