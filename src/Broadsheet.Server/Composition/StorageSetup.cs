using System.Globalization;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Changes;
using Broadsheet.Server.Storage.Claims;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Broadsheet.Server.Composition;

/// <summary>Chooses the store: PostgreSQL where a connection string says so, else SQLite in the data folder.</summary>
internal static class StorageSetup
{
    public static void AddStorage(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton<Clock>().AddSingleton<AuditSeal>().AddSingleton<AuditChain>();
        services.AddSingleton<ChangeBell>().AddScoped<ChangeLog>();
        if (configuration.GetConnectionString("Broadsheet") is { Length: > 0 } postgres)
        {
            services.AddHostedService<HearStore>();
            services.AddSingleton<TimeProvider>(new StoreTime(TimeProvider.System));
            services.AddSingleton(_ => NpgsqlDataSource.Create(Sessions(postgres, "", b => (b.MaxAutoPrepare, b.AutoPrepareMinUsages, b.NoResetOnClose) = (250, 2, true))));
            services.AddDbContext<AppDb, PostgresDb>((provider, options) => Over(options, provider.GetRequiredService<NpgsqlDataSource>()).AddInterceptors(provider.GetRequiredService<AuditChain>()));
            services.AddSingleton(p => Claims(postgres, p));
        }
        else
        {
            services.AddSingleton(TimeProvider.System);
            var connection = new SqliteConnectionStringBuilder { DataSource = folder.Store, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
            services.AddHostedService(p => new WatchStore(connection, p.GetRequiredService<ChangeBell>(), p.GetRequiredService<TimeProvider>()));
            services.AddDbContext<AppDb, SqliteDb>((provider, options) => options.UseSqlite(connection).AddInterceptors(new SqliteSession(), provider.GetRequiredService<AuditChain>()));
            services.AddSingleton(p =>
            {
                var claims = new DbContextOptionsBuilder<SqliteDb>().UseApplicationServiceProvider(p).UseSqlite(connection).AddInterceptors(new SqliteSession()).Options;
                return new ClaimStore(() => new SqliteDb(claims), 1, null);
            });
        }

        AddProtection(services, configuration, folder);
    }

    /// <summary>
    /// Claims on PostgreSQL: a pool of their own, a few connections that stay. Their contexts belong to <paramref name="application"/> as all
    /// others do, so that one model and one set of compiled queries serves both; null where there is no other.
    /// </summary>
    public static ClaimStore Claims(string postgres, IServiceProvider? application = null)
    {
        var source = NpgsqlDataSource.Create(Sessions(postgres, ClaimStore.PlannerOptions, b =>
        {
            (b.MaxAutoPrepare, b.AutoPrepareMinUsages, b.MaxPoolSize, b.ApplicationName) = (60, 1, 12, "Broadsheet claims");
            (b.NoResetOnClose, b.Pooling) = (true, true);
        }));
        var claims = new DbContextOptionsBuilder<PostgresDb>().UseApplicationServiceProvider(application).UseNpgsql().Options;

        // One more than there are processors, up to a few: while one waits for the disk, another claims.
        return new ClaimStore(Open, Math.Clamp(Environment.ProcessorCount + 1, 2, 4), source);

        AppDb Open()
        {
            var db = new PostgresDb(claims);
            db.Database.SetDbConnection(source.CreateConnection(), contextOwnsConnection: true);
            return db;
        }
    }

    /// <summary>
    /// A context over one connection of a pool, which it opens late and gives back. The model and the compiled queries are kept by what the
    /// options say: with the pool among them each pool had its own.
    /// </summary>
    public static DbContextOptionsBuilder Over(DbContextOptionsBuilder options, NpgsqlDataSource source) => options.UseNpgsql(source.CreateConnection(), contextOwnsConnection: true);

    /// <summary>
    /// The connections of a node. One that was cut off in the middle of a transaction would hold its rows from those who take its work
    /// over; the database ends it when the node's lease is over. Without its compiler: a plan that the switches of claims leave no choice has
    /// a price beyond every threshold, and was compiled anew each time it ran, for a hundred times as long as it took.
    /// </summary>
    private static NpgsqlConnectionStringBuilder Sessions(string postgres, string options, Action<NpgsqlConnectionStringBuilder> pool)
    {
        var connection = new NpgsqlConnectionStringBuilder(postgres);
        connection.Options = string.Create(CultureInfo.InvariantCulture, $"{connection.Options} {options} -c jit=off -c idle_in_transaction_session_timeout={NodeLease.Seconds}s").Trim();
        pool(connection);
        return connection;
    }

    private static void AddProtection(IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        var protection = services.AddDataProtection().SetApplicationName("Broadsheet");
        if (configuration.GetConnectionString("Broadsheet") is not { Length: > 0 })
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
            return;
        }

        services.AddSingleton<SharedKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = provider.GetRequiredService<SharedKeys>()));
    }
}
