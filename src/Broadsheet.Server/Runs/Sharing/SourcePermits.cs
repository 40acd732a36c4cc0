using System.Collections.Concurrent;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>
/// So many reports of this node read one data source at a time. Runs whose source is full are not taken, so that they hold up no
/// run of another source. Thread-safe.
/// </summary>
/// <param name="each">Readers a source, at least 1.</param>
internal sealed class SourcePermits(int each)
{
    private readonly ConcurrentDictionary<(WorkspaceId, string), SemaphoreSlim> sources = new();
    private readonly ConcurrentDictionary<TemplateId, (WorkspaceId Workspace, IReadOnlyList<string> Sources)> uses = new();

    /// <summary>Reports, of those made here before, that read a source which is full.</summary>
    public IReadOnlyCollection<TemplateId> Busy
    {
        get
        {
            var full = sources.Where(s => s.Value.CurrentCount == 0).Select(s => s.Key).ToHashSet();
            return full.Count == 0 ? [] : [.. uses.Where(u => u.Value.Sources.Any(s => full.Contains((u.Value.Workspace, s)))).Select(u => u.Key)];
        }
    }

    /// <summary>Remembers what a report reads.</summary>
    public void Uses(TemplateId report, WorkspaceId workspace, IReadOnlyList<string> names) => uses[report] = (workspace, names);

    /// <summary>Waits for a place at each of the sources, always in the same order, so that no two wait for each other.</summary>
    public async Task<IDisposable> EnterAsync(WorkspaceId workspace, IReadOnlyList<string> names, CancellationToken ct)
    {
        var held = new Places();
        try
        {
            foreach (var name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var source = sources.GetOrAdd((workspace, name), _ => new SemaphoreSlim(each, each));
                await source.WaitAsync(ct);
                held.Add(source);
            }

            return held;
        }
        catch (OperationCanceledException)
        {
            held.Dispose();
            throw;
        }
    }

    private sealed class Places : IDisposable
    {
        private readonly List<SemaphoreSlim> held = [];

        public void Add(SemaphoreSlim source) => held.Add(source);

        public void Dispose()
        {
            foreach (var source in held) source.Release();
            held.Clear();
        }
    }
}
