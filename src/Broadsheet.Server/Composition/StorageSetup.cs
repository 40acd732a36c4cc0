using Broadsheet.Server.Storage;
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
        services.AddSingleton<Clock>();
        if (configuration.GetConnectionString("Broadsheet") is { Length: > 0 } postgres)
        {
            services.AddSingleton<TimeProvider>(new StoreTime(TimeProvider.System));
            services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres) { MaxAutoPrepare = 60, AutoPrepareMinUsages = 2 }));
            services.AddDbContext<AppDb, PostgresDb>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        }
        else
        {
            services.AddSingleton(TimeProvider.System);
            var connection = new SqliteConnectionStringBuilder { DataSource = folder.Store, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
            services.AddDbContext<AppDb, SqliteDb>(options => options.UseSqlite(connection).AddInterceptors(new SqliteSession()));
        }

        AddProtection(services, configuration, folder);
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
