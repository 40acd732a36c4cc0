using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using Microsoft.Extensions.Logging;

namespace Broadsheet.Server.Tests;

/// <summary>Others that repeat the secret they were given, in each form that it takes on the way.</summary>
internal static class Parrot
{
    public static string Say(string secret) =>
        $"You said {secret}, so Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("reports:" + secret))} and ?key={Uri.EscapeDataString(secret)} and {JsonSerializer.Serialize(secret)} "
        + $"and {JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)} and {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))}.";

    /// <summary>What must be found nowhere: the word inside of the secret, and its base64 forms.</summary>
    public static IEnumerable<string> Traces(string secret, string word) =>
        [word, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..12], Convert.ToBase64String(Encoding.UTF8.GetBytes("reports:" + secret))[14..26]];
}

/// <summary>A database that fails in the way its settings say.</summary>
internal sealed class ParrotSource : IDataSource
{
    public string Type => "parrot";

    public SettingsSchema Settings { get; } = new([new("fails", SettingKind.Text, "When") { Required = true }, new("password", SettingKind.Text, "The password") { Required = true, Secret = true }]);

    public Task<Result<Done>> TestAsync(SettingValues settings, CancellationToken ct) =>
        Task.FromResult<Result<Done>>(new Problem.Unavailable("down", Parrot.Say(settings.Text("password")!)));

    public Task<Result<IDataSession>> OpenAsync(SettingValues settings, SessionOptions options, CancellationToken ct)
    {
        var (fails, said) = (settings.Text("fails"), Parrot.Say(settings.Text("password")!));
        return Task.FromResult(fails switch
        {
            "opening" => new Problem.Unavailable("down", said),
            "role" => new Problem.Conflict("role", said),
            "bug" => throw new InvalidOperationException(said, new ArgumentException(said)),
            _ => Result<IDataSession>.Ok(new Session(fails!, said)),
        });
    }

    private sealed class Session(string fails, string said) : IDataSession
    {
        public Task<Result<IRows>> QueryAsync(Query query, IReadOnlyList<Bind> binds, CancellationToken ct) =>
            Task.FromResult(fails == "query" ? QueryProblem.Failed(query, 1, said) : Result<IRows>.Ok(new Rows(query, said)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Rows(Query query, string said) : IRows
    {
        private readonly Cell[] row = [Cell.Of("login"), Cell.Of(1L), Cell.Of(2L)];
        private int read;

        public IReadOnlyList<Column> Columns { get; } = [new("suite", CellKind.Text), new("passed", CellKind.Integer), new("failed", CellKind.Integer)];

        public ReadOnlySpan<Cell> Row => row;

        public ValueTask<bool> NextAsync(CancellationToken ct) => read++ == 0 ? new(true) : throw new ReportException(QueryProblem.Failed(query, 1, said));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A way out that fails in the way its destination says.</summary>
internal sealed class ParrotChannel : IDeliveryChannel
{
    public string Type => "parrot";

    public SettingsSchema Destination { get; } = new(
    [
        new("to", SettingKind.TextList, "Who") { Required = true }, new("fails", SettingKind.Text, "How") { Required = true }, new("token", SettingKind.Text, "The token") { Required = true, Secret = true },
    ]);

    public SettingsSchema Connection { get; } = new([new("key", SettingKind.Text, "The key") { Required = true, Secret = true }]);

    public bool NeedsConnection(SettingValues destination) => true;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination) => Result<IReadOnlyList<string>>.Ok(destination.TextList("to"));

    public Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        var said = Parrot.Say(message.Destination.Text("token")!) + Parrot.Say(message.Connection!.Text("key")!);
        return Task.FromResult<DeliveryOutcome>(message.Destination.Text("fails") switch
        {
            "rejected" => new DeliveryOutcome.Rejected(said),
            "failed" => new DeliveryOutcome.Failed(said),
            "uncertain" => new DeliveryOutcome.Uncertain(said),
            "sent" => new DeliveryOutcome.Sent(said),
            _ => throw new InvalidOperationException(said, new ArgumentException(said)),
        });
    }

    public Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct) => Task.FromResult<Result<Done>>(new Problem.Unavailable("down", Parrot.Say(connection.Text("key")!)));
}

/// <summary>Everything that was logged, exceptions included.</summary>
internal sealed class WholeLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(v => v.Value)) : state?.ToString())}");

    public void Dispose() { }
}
