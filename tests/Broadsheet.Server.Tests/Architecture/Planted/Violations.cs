// One violation of each rule, in namespaces that the reader sees as parts of the product. Nothing here runs.
// IDE0130: namespaces name the place each violation pretends to be in. RS0030, CA, MA: breaking rules is what this is for.
#pragma warning disable IDE0130, IDE0060, RS0030, CA1852, CA1812, CA1822, CA1823, CA2012, CA1849, CA1068, CA5394, MA0040, MA0042, MA0045, MA0053, MA0061, MA0147, MA0155, MA0032, CA2100, CA2000
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Broadsheet.Server.Tests.Architecture.Planted.Core.Leaning
{
    internal sealed class DatabaseInCore
    {
        public static async Task<object?> AskAsync(string where)
        {
            await using var connection = new NpgsqlConnection(where);
            return connection.State;
        }
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Core.Open
{
    internal interface IThing;

    internal class OpenThing(Stream a, Stream b, Stream c, Stream d, Stream e, Stream f) : IThing
    {
        public object[] All => [a, b, c, d, e, f];
    }

    internal sealed class ThingManager;
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Core.Clocks
{
    internal sealed class Impatient
    {
        public static IEnumerable<long> Now()
        {
            yield return DateTime.UtcNow.Ticks;
        }

        public static TimeProvider Clock => TimeProvider.System;

        public static Guid Make() => Guid.NewGuid();

        public static async void Fire() => await Task.Yield();

        public static Task ReadAsync(CancellationToken ct, string what) => Task.CompletedTask;
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Adapters.Formats.First
{
    internal sealed class FirstFormat
    {
        public static string Name => "first";
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Adapters.Formats.Second
{
    internal sealed class SecondFormat
    {
        public static Func<string> Name => () => First.FirstFormat.Name + "2";
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Adapters.Formats.Leaning
{
    internal sealed class LeaningFormat
    {
        public static string Write(List<Server.Schedules.ScheduleRow> rows) => rows.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Adapters.Channels.Pigeon
{
    internal sealed class PigeonChannel : IDeliveryChannel
    {
        public string Type => "pigeon";

        public SettingsSchema Destination => SettingsSchema.None;

        public SettingsSchema Connection => SettingsSchema.None;

        public Result<IReadOnlyList<string>> Recipients(SettingValues destination) => throw new NotSupportedException();

        public Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct) => throw new NotSupportedException();

        public Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct) => throw new NotSupportedException();
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Server.Schedules
{
    internal sealed class ScheduleRow
    {
        public Guid Id { get; init; }

        public Guid Workspace { get; init; }
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Server.Storage
{
    internal sealed class PlantedDb : DbContext
    {
        public DbSet<Schedules.ScheduleRow> Schedules => Set<Schedules.ScheduleRow>();
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Server.Reports
{
    internal sealed class Readings
    {
        public static string Format => Adapters.Formats.First.FirstFormat.Name;

        public static Task<int> WipeAsync(DbContext db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync("delete from runs", ct);
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Server.Worker
{
    internal sealed class Clockwork
    {
        public static int Beats => 2;
    }
}

namespace Broadsheet.Server.Tests.Architecture.Planted.Server.Runs
{
    internal sealed class ReadRun
    {
        public static int Beats => Worker.Clockwork.Beats;
    }
}
