using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Broadsheet.Testing;

/// <summary>
/// A PostgreSQL of this test process: made at the first use, in a folder of its own on a free loopback port, gone when the
/// process ends. Fast and unsafe on purpose: no fsync. Thread-safe.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<PostgresCluster> Shared = new(() => new PostgresCluster(keepsCommits: false));
    private static readonly string[] Places =
        ["/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin", "/usr/local/bin", "/usr/bin"];

    private readonly string bin;
    private readonly string folder;
    private int databases;
    private int gone;

    /// <param name="keepsCommits">What was committed outlives a server that is killed.</param>
    private PostgresCluster(bool keepsCommits)
    {
        bin = Bin ?? throw new InvalidOperationException(WhyNot);
        folder = Directory.CreateTempSubdirectory("broadsheet-pg-").FullName;
        Port = FreePort();
        if (IsRoot) Run("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        Postgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        File.AppendAllText(Path.Combine(data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = '{folder}'
            fsync = off
            synchronous_commit = {(keepsCommits ? "on" : "off")}
            full_page_writes = off
            max_connections = 300
            autovacuum = off
            """);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Go();
    }

    /// <summary>The reason to skip a test; null when PostgreSQL is here.</summary>
    public static string? WhyNot => Bin is null ? "PostgreSQL's initdb and pg_ctl are not installed here (apt install postgresql)." : null;

    /// <summary>The loopback port.</summary>
    public int Port { get; }

    private static string? Bin => Places.FirstOrDefault(p => File.Exists(Path.Combine(p, "initdb")));

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The cluster, started when it was not. Ask <see cref="WhyNot"/> first.</summary>
    public static PostgresCluster Start() => Shared.Value;

    /// <summary>One of the caller's own, to be stopped and started; commits outlive that.</summary>
    public static PostgresCluster StartOwn() => new(keepsCommits: true);

    /// <summary>Starts it again after <see cref="Halt"/>.</summary>
    public void Go() => Postgres("pg_ctl", "-D", Path.Combine(folder, "data"), "-w", "-t", "60", "-l", Path.Combine(folder, "log"), "start");

    /// <summary>Stops it as a crash does: connections break where they are.</summary>
    public void Halt() => Postgres("pg_ctl", "-D", Path.Combine(folder, "data"), "-w", "-t", "60", "-m", "immediate", "stop");

    /// <summary>Runs a program of PostgreSQL's (pg_dump, psql) with its own arguments.</summary>
    public void Tool(string program, params string[] arguments) => Postgres(program, arguments);

    /// <summary>A new empty database, as a connection string for its superuser <c>postgres</c> (no password).</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>
    /// The same as a server is given it, which keeps its connections: a new one for each statement is a new process of the database's.
    /// Patient: a statement of a test waits for whatever else the machine does.
    /// </summary>
    public async Task<string> CreateStoreAsync() =>
        new NpgsqlConnectionStringBuilder(await CreateDatabaseAsync()) { Pooling = true, MaxPoolSize = 30, Timeout = 60, CommandTimeout = 180 }.ConnectionString;

    /// <summary>Runs SQL as the superuser.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database};Pooling=false;Include Error Detail=true";

    private void Postgres(string program, params string[] arguments)
    {
        var path = Path.Combine(bin, program);
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else Run(path, arguments);
    }

    /// <summary>
    /// Left to a shell that outlives us: a hundred databases take longer to clear away than a test runner waits for a process
    /// that says it has ended.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref gone, 1) == 1) return;
        var stop = $"'{Path.Combine(bin, "pg_ctl")}' -D '{folder}/data' -m immediate stop";
        var away = IsRoot ? $"runuser -u postgres -- {stop}" : stop;
        Run("sh", "-c", $"({away}; rm -rf '{folder}') >/dev/null 2>&1 </dev/null &");
    }

    private static void Run(string program, params string[] arguments)
    {
        // pg_ctl's server inherits its output: a pipe would keep us waiting for the server's end.
        string[] shell = ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", shell) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
