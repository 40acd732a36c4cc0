using Broadsheet.Core;
using Broadsheet.Core.Ports;
using SessionOptions = Broadsheet.Core.Ports.SessionOptions;

namespace Broadsheet.Server.DataSources;

/// <summary>
/// An adapter with the settings to open it, secrets included: for one run, never for an answer or a log. What the database says comes out
/// without the secrets of this process: a server that repeats the password it was given does not spread it.
/// </summary>
internal sealed class ReadySource(IDataSource adapter, SettingValues settings, KnownSecrets secrets)
{
    public SettingValues Settings => settings;

    public async Task<Result<Done>> TestAsync(CancellationToken ct)
    {
        var tested = await adapter.TestAsync(settings, ct);
        return tested.IsOk ? tested : secrets.Redact(tested.Problem);
    }

    public async Task<Result<IDataSession>> OpenAsync(SessionOptions options, CancellationToken ct)
    {
        var opened = await adapter.OpenAsync(settings, options, ct);
        return opened.IsOk ? Result<IDataSession>.Ok(new DiscreetSession(opened.Value, secrets)) : secrets.Redact(opened.Problem);
    }
}
