using System.Net.Sockets;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using NodaTime;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// PostgreSQL and what speaks its protocol. Settings are fields, never a connection string; connections are not pooled, so that
/// nothing of one report reaches another. <paramref name="reach"/> says which address may be connected to.
/// </summary>
public sealed class PostgresSource(ReachableAddress reach, TimeProvider time) : IDataSource
{
    private readonly PostgresServers servers = new(time);

    public string Type => "postgres";

    public SettingsSchema Settings { get; } = new(
    [
        new("host", SettingKind.Text, "The server's name or address") { Required = true, BindsSecrets = true, Example = "db.example.com", MaxLength = 253 },
        new("port", SettingKind.Integer, "The server's port") { Default = "5432", Min = 1, Max = 65_535, BindsSecrets = true },
        new("database", SettingKind.Text, "The database") { Required = true, Example = "sales", MaxLength = 63 },
        new("user", SettingKind.Text, "A role that may only read what reports show") { Required = true, Example = "reports", MaxLength = 63 },
        new("password", SettingKind.Text, "The role's password") { Secret = true, MaxLength = 500 },
        new("tls", SettingKind.Choice, "verify checks the server's certificate and name; require only encrypts; disable sends in the clear")
        {
            Choices = ["verify", "require", "disable"], Default = "verify", BindsSecrets = true,
        },
    ]);

    public async Task<Result<Done>> TestAsync(SettingValues settings, CancellationToken ct)
    {
        var opened = await OpenAsync(settings, new(RenderLimits.Preview, DateTimeZone.Utc), ct);
        if (!opened.IsOk) return opened.Problem;
        await opened.Value.DisposeAsync();
        return default(Done);
    }

    public async Task<Result<IDataSession>> OpenAsync(SettingValues settings, SessionOptions options, CancellationToken ct)
    {
        var host = settings.Text("host")!;
        var port = (int)settings.Integer("port");
        var address = await reach(host, port, ct);
        if (!address.IsOk) return address.Problem;
        var server = Server(settings, host, address.Value.ToString());
        NpgsqlConnection? connection = null;
        try
        {
            connection = await server.Source.OpenConnectionAsync(ct);
            var session = new PostgresSession(server, connection, options, time);
            if (await session.BeginAsync(ct) is not { } refused) return session;
            await session.DisposeAsync();
            return refused;
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException or TimeoutException or IOException or System.Security.Authentication.AuthenticationException)
        {
            if (connection is not null) await connection.DisposeAsync();
            server.Dispose();
            return Down(failure, host, port);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            server.Dispose();
            throw;
        }
    }

    private PostgresServers.Lease Server(SettingValues settings, string host, string address)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = address,
            Port = (int)settings.Integer("port"),
            Database = settings.Text("database"),
            Username = settings.Text("user"),
            Password = settings.Text("password") ?? "",
            Passfile = "none",
            SslMode = settings.Text("tls") switch { "disable" => SslMode.Disable, "require" => SslMode.Require, _ => SslMode.VerifyFull },
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = false,
            Enlist = false,
            Timeout = 15,
            CommandTimeout = 0,
            CancellationTimeout = 2_000,
            ApplicationName = "broadsheet",
            ReadBufferSize = 1 << 16,
        };
        return servers.Take($"{host} {text.ConnectionString}", () =>
        {
            var builder = new NpgsqlDataSourceBuilder(text.ConnectionString);
            builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = host);
            return builder.Build();
        });
    }

    private static Problem Down(Exception failure, string host, int port)
    {
        if (failure is PostgresException { SqlState: "28P01" or "28000" or "3D000" or "42501" } refused)
            return new Problem.Conflict("refused", $"PostgreSQL at {host}:{port} refuses: {refused.MessageText}");
        var reason = failure is PostgresException server ? server.MessageText : (failure.InnerException ?? failure).Message;
        return new Problem.Unavailable("postgres", $"PostgreSQL at {host}:{port} cannot be reached: {reason}");
    }
}
