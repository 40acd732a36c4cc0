using System.Collections.Concurrent;
using System.Threading.Channels;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>
/// Writes when a key was last used, at most once a minute each and beside the request: reading must not wait for a write. What does
/// not fit the queue is left out; the next use notes it.
/// </summary>
internal sealed partial class KeyUses(IServiceScopeFactory scopes, ILogger<KeyUses> log) : BackgroundService
{
    private const int Most = 10_000;
    private static readonly Duration Grain = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<ApiKeyId, Instant> noted = new();
    private readonly Channel<(KeyHolder Holder, Instant At)> queue =
        Channel.CreateBounded<(KeyHolder, Instant)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Note(KeyHolder holder, Instant now)
    {
        if (holder.LastUsedAt > now - Grain || (noted.TryGetValue(holder.Key, out var last) && last > now - Grain)) return;
        if (noted.Count >= Most) noted.Clear();
        noted[holder.Key] = now;
        queue.Writer.TryWrite((holder, now));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (holder, at) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(holder, at, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotWritten(e);
            }
        }
    }

    private async Task WriteAsync(KeyHolder holder, Instant at, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var (workspace, key, before) = (holder.Workspace, holder.Key, at - Grain);
        await db.ApiKeys.Where(k => k.WorkspaceId == workspace && k.Id == key && (k.LastUsedAt == null || k.LastUsedAt < before))
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, at), ct);
    }

    [LoggerMessage(LogLevel.Warning, "The last use of an API key could not be written")]
    private partial void NotWritten(Exception exception);
}
