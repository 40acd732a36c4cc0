namespace Broadsheet.Server;

/// <summary>Loggers that write no secret of this process, whoever put it into a message or an exception. Thread-safe.</summary>
internal sealed class DiscreetLogs(ILoggerFactory inner, KnownSecrets secrets) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Discreet(inner.CreateLogger(categoryName), secrets);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class Discreet(ILogger inner, KnownSecrets secrets) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;
            var (text, trouble) = (formatter(state, exception), exception?.ToString());
            var (clean, cleanTrouble) = (secrets.Redact(text), secrets.Redact(trouble));
            if (ReferenceEquals(clean, text) && ReferenceEquals(cleanTrouble, trouble)) inner.Log(logLevel, eventId, state, exception, formatter);
            else inner.Log(logLevel, eventId, clean, cleanTrouble is null ? null : new RedactedException(cleanTrouble), static (words, _) => words);
        }
    }

    /// <summary>What an exception said, with its trace, without the secrets in it.</summary>
    private sealed class RedactedException(string text) : Exception(text)
    {
        public override string ToString() => Message;
    }
}
