using Broadsheet.Core;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Settings with a host and a secret; its test compares the password.</summary>
internal sealed class PretendSource : IDataSource
{
    public string Type => "pretend";

    public SettingsSchema Settings { get; } = new(
    [
        new("host", SettingKind.Text, "The host") { Required = true, BindsSecrets = true },
        new("port", SettingKind.Integer, "The port") { Default = "5432", Min = 1, Max = 65_535 },
        new("password", SettingKind.Text, "The password") { Required = true, Secret = true },
    ]);

    public Task<Result<Done>> TestAsync(SettingValues settings, CancellationToken ct) =>
        Task.FromResult<Result<Done>>(settings.Text("password") == "s3cret-word" ? default(Done) : new Problem.Conflict("refused", "The password is wrong."));

    public Task<Result<IDataSession>> OpenAsync(SettingValues settings, SessionOptions options, CancellationToken ct) => throw new NotSupportedException();
}
