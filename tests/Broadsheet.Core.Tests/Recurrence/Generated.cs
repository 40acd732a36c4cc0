using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>Configurations made by dice. The same seed gives the same one, and a failing test says its seed.</summary>
internal sealed class Generated(int seed)
{
    private static readonly string[] s_zones =
    [
        "UTC", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Europe/Dublin", "Pacific/Apia", "Asia/Almaty",
        "Europe/Moscow", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Etc/GMT+5",
    ];

    private static readonly string[] s_weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private readonly Random _dice = new(seed);

    public static IReadOnlyList<LocalDate> Holidays { get; } =
        [.. from year in Enumerable.Range(2009, 40)
            from date in new[] { (1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 11), (12, 24), (12, 25), (12, 26), (12, 31) }
            select new LocalDate(year, date.Item1, date.Item2)];

    public Instant From() => Instant.FromUtc(2010, 1, 1, 0, 0) + Duration.FromSeconds(_dice.NextInt64(0, 25L * 365 * 86_400));

    public (string Type, JsonObject Config) Rule()
    {
        var type = _dice.Next(6) switch { 0 => "daily", 1 => "weekly", 2 => "monthly", _ => "cron" };
        var config = new JsonObject { ["timezone"] = Pick(s_zones) };
        if (type == "cron") config["expression"] = Cron();
        else Dated(type, config);
        if (Chance(10)) config["start"] = Date(2009, 2030);
        if (Chance(10)) config["end"] = Date(2036, 2045);
        if (Chance(6)) config["jitter"] = Pick("PT30S", "PT5M", "PT90M", "PT1H", "PT24H");
        if (!Chance(6)) return (type, config);
        config["exclude"] = new JsonArray("pl");
        config["on_excluded"] = Pick("skip", "previous", "next");
        return (type, config);
    }

    public string Cron()
    {
        var text = $"{Time(60)} {Time(24)} {DayOfMonth()} {Month()} {DayOfWeek()}";
        return Chance(8) ? $"{Time(60)} {text}" : text;
    }

    private void Dated(string type, JsonObject config)
    {
        config["times"] = new JsonArray([.. Some(1, 4, () => (JsonNode)$"{_dice.Next(24):00}:{_dice.Next(60):00}{(Chance(15) ? $":{_dice.Next(60):00}" : "")}")]);
        config["every"] = Chance(2) ? 1 : _dice.Next(2, 15);
        if ((int)config["every"]! > 1 || Chance(10)) config["anchor"] = Date(2009, 2012);
        if (Chance(5)) config["months"] = new JsonArray([.. Some(1, 6, () => (JsonNode)_dice.Next(1, 13))]);
        if (type == "weekly") config["days"] = Days();
        if (type != "monthly") return;
        config["on"] = On();
        if (Chance(3)) config["if_missing"] = "last_day";
    }

    private JsonObject On() => _dice.Next(3) switch
    {
        0 => new() { ["days"] = new JsonArray([.. Some(1, 4, () => Chance(4) ? (JsonNode)(Chance(2) ? "last" : $"last-{_dice.Next(1, 31)}") : _dice.Next(1, 32))]) },
        1 => new() { ["nth"] = new JsonArray([.. Some(1, 3, () => (JsonNode)(Chance(3) ? -_dice.Next(1, 6) : _dice.Next(1, 6)))]), ["weekdays"] = Days() },
        _ => new() { ["business_day"] = Chance(2) ? _dice.Next(1, 24) : -_dice.Next(1, 24) },
    };

    private JsonArray Days() => new([.. Some(1, 4, () => (JsonNode)Pick(s_weekdays))]);

    private string Time(int size) => _dice.Next(9) switch
    {
        0 => "*",
        1 => $"*/{_dice.Next(1, size)}",
        2 => $"{_dice.Next(size)}-{_dice.Next(size)}",
        3 => $"{_dice.Next(size)}-{_dice.Next(size)}/{_dice.Next(1, size)}",
        4 => $"{_dice.Next(size)}/{_dice.Next(1, size)}",
        5 => string.Join(',', Some(2, 5, () => $"{_dice.Next(size)}")),
        6 => $"{_dice.Next(size)},{_dice.Next(size)}-{_dice.Next(size)}",
        _ => $"{_dice.Next(size)}",
    };

    private string DayOfMonth() => _dice.Next(9) switch
    {
        0 => string.Join(',', Some(1, 4, () => $"{_dice.Next(1, 32)}")),
        1 => $"{_dice.Next(1, 32)}-{_dice.Next(1, 32)}",
        2 => $"*/{_dice.Next(1, 32)}",
        3 => Pick("L", "LW", "L-1", "L-2", "L-5", "L-3W", "1W", "15W", "31W", "30W,L", "1,L", "?"),
        _ => "*",
    };

    private string DayOfWeek() => _dice.Next(9) switch
    {
        0 => string.Join(',', Some(1, 3, () => $"{_dice.Next(8)}")),
        1 => $"{_dice.Next(8)}-{_dice.Next(8)}",
        2 => Pick("MON-FRI", "5L", "5#3", "MON#1,MON#3", "FRI,SAT#2", "0L,3#5", "*/2", "?"),
        3 => Pick("+FRI", "+1-5", "+MON#1", "+5L"),
        _ => "*",
    };

    private string Month() => _dice.Next(6) switch
    {
        0 => string.Join(',', Some(1, 4, () => $"{_dice.Next(1, 13)}")),
        1 => Pick("JAN-MAR", "*/3", "2", "11-2", "4,6,9,11"),
        _ => "*",
    };

    private string Date(int first, int last) =>
        LocalDatePattern.Iso.Format(new LocalDate(_dice.Next(first, last), _dice.Next(1, 13), _dice.Next(1, 29)));

    private List<T> Some<T>(int least, int most, Func<T> make) => [.. Enumerable.Range(0, _dice.Next(least, most + 1)).Select(_ => make())];

    private T Pick<T>(params T[] items) => items[_dice.Next(items.Length)];

    private bool Chance(int oneIn) => _dice.Next(oneIn) == 0;
}
