using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Deliveries;

/// <summary>A kind of destination, for forms: what it may say, and whether the workspace has a way out for it.</summary>
internal sealed record ChannelWire
{
    public required string Type { get; init; }

    /// <summary>What a destination of this type may say beside <c>type</c>.</summary>
    public required IReadOnlyList<SettingWire> Settings { get; init; }

    /// <summary>It can use a connection.</summary>
    public required bool Connects { get; init; }

    /// <summary>The workspace's connections of this type; a destination may name one.</summary>
    public required IReadOnlyList<ChannelConnectionWire> Connections { get; init; }
}

internal sealed record ChannelConnectionWire(Guid Id, string Name, bool Default);

/// <summary>The channels this server has.</summary>
internal sealed class ListChannels(AppDb db, ChannelCatalog channels)
{
    public async Task<Result<IReadOnlyList<ChannelWire>>> RunAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var connections = (await db.Connections.AsNoTracking().Where(c => c.WorkspaceId == actor.Workspace).OrderBy(c => c.Name)
            .Select(c => new { c.Type, c.Id, c.Name, c.IsDefault }).ToListAsync(ct)).ToLookup(c => c.Type);
        return Result<IReadOnlyList<ChannelWire>>.Ok([.. channels.Types.Select(t => channels.Find(t)!).Select(c => new ChannelWire
        {
            Type = c.Type,
            Settings = [.. c.Destination.Settings.Select(SettingWire.Of)],
            Connects = ChannelCatalog.Connects(c),
            Connections = [.. connections[c.Type].Select(k => new ChannelConnectionWire(k.Id.Value, k.Name, k.IsDefault))],
        })]);
    }
}
