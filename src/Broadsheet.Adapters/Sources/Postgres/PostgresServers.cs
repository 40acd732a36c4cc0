using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// What Npgsql knows of each server that reports read: the types of its database, which it asks for before the first statement. Kept for
/// a while, so that of a thousand reports at nine one asks. Connections are never kept: each is made anew and closed after its report.
/// </summary>
internal sealed class PostgresServers(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private const int Most = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Server> known = [];

    /// <summary>The server of a connection text, made by <paramref name="make"/> where it is not known. To be given back.</summary>
    public Lease Take(string text, Func<NpgsqlDataSource> make)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            foreach (var (old, server) in known.Where(k => time.GetElapsedTime(k.Value.MadeAt, now) > Kept).ToList()) Drop(old, server);
            if (!known.TryGetValue(text, out var found))
            {
                if (known.Count >= Most && known.MinBy(k => k.Value.MadeAt) is var (oldest, dropped)) Drop(oldest, dropped);
                known[text] = found = new(make(), now);
            }

            found.Users++;
            return new(this, found);
        }
    }

    private void Drop(string text, Server server)
    {
        known.Remove(text);
        server.IsDropped = true;
        if (server.Users == 0) server.Source.Dispose();
    }

    private void GiveBack(Server server)
    {
        lock (gate)
        {
            if (--server.Users == 0 && server.IsDropped) server.Source.Dispose();
        }
    }

    internal sealed record Server(NpgsqlDataSource Source, long MadeAt)
    {
        public int Users { get; set; }

        public bool IsDropped { get; set; }
    }

    /// <summary>The use of a server by one session.</summary>
    internal sealed class Lease(PostgresServers servers, Server server) : IDisposable
    {
        private int ended;

        public NpgsqlDataSource Source => server.Source;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) servers.GiveBack(server);
        }
    }
}
