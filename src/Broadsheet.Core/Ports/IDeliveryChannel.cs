using Broadsheet.Core.Deliveries;

namespace Broadsheet.Core.Ports;

/// <summary>
/// A way out: e-mail, Slack, a folder. One folder of code and one line in the composition's list; registered once and used
/// by many at a time, so it holds no state of a message. Every implementation runs the channel contract suite.
/// </summary>
public interface IDeliveryChannel
{
    /// <summary>The <c>type</c> of a destination: <c>email</c>. Lower case, stable for ever.</summary>
    string Type { get; }

    /// <summary>What a destination of this type may say, <c>type</c> itself left out.</summary>
    SettingsSchema Destination { get; }

    /// <summary>What a connection of this type holds (a mail server, a token); <see cref="SettingsSchema.None"/> where none is needed.</summary>
    SettingsSchema Connection { get; }

    /// <summary>
    /// True when nothing can be sent to this destination without a connection. Where it is false a null
    /// <see cref="Outgoing.Connection"/> is sent by some other way: a server-wide one, or what the destination itself holds.
    /// </summary>
    bool NeedsConnection(SettingValues destination) => false;

    /// <summary>
    /// True when the other side sees that a message sent again is the same one, so that one which may have arrived can be
    /// repeated without harm: a file of the same name, a hook with the same id.
    /// </summary>
    bool SafeToRepeat => false;

    /// <summary>False where messages to this destination hold no files: they get a link to them instead.</summary>
    bool CarriesFiles(SettingValues destination) => true;

    /// <summary>True where files above the workspace's limit leave as links, because the other side refuses big messages.</summary>
    bool LimitsFiles => false;

    /// <summary>
    /// One entry for each who gets a message of their own, in the form stored in the ledger, without duplicates and without
    /// secrets; what is wrong with an address is an error at its own path (<c>to[1]</c>), and so is all else in the
    /// destination that the schema alone can't see. Called when a destination is saved and when it is sent to.
    /// </summary>
    Result<IReadOnlyList<string>> Recipients(SettingValues destination);

    /// <summary>
    /// Sends to one recipient. Never throws for what the other side or the network does: that is an outcome. Cancelling
    /// while the other side cannot have the whole message throws <see cref="OperationCanceledException"/>; afterwards the
    /// outcome is the answer, or Uncertain. No outcome holds a secret.
    /// </summary>
    Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct);

    /// <summary>
    /// What is wrong with a connection that its schema alone can't see (an address, a setting that needs another), each error
    /// at its setting. Asked when it is saved; reaches nothing.
    /// </summary>
    Result<Done> Check(SettingValues connection) => default(Done);

    /// <summary>Reaches the other side with these settings as far as possible without sending anything.</summary>
    Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct);
}
