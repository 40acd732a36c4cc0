using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Email.Providers;

/// <summary>A mail provider with an HTTP API, and who we are there. Its text never shows the key.</summary>
internal sealed record MailProvider(string Name, string ApiKey, Mailbox From, Mailbox? ReplyTo)
{
    /// <summary>Whether a connection is one of these rather than a mail server.</summary>
    public static bool IsNamedBy(SettingValues connection) => connection.Text("provider") is "resend" or "sendgrid";

    /// <summary>Reads a connection's settings; what the schema alone can't see is an error at its setting.</summary>
    public static Result<MailProvider> Parse(SettingValues connection)
    {
        var errors = new List<FieldError>();
        var from = EmailSettings.Box(connection, "from", errors);
        var reply = EmailSettings.Box(connection, "reply_to", errors);
        var key = connection.Text("api_key") ?? "";
        if (key.Length == 0 || !key.All(c => c is > ' ' and <= '~')) errors.Add(new("api_key", "required", "The provider's API key is needed, without blanks."));
        return errors.Count > 0 || from is null ? new Problem.Invalid(errors) : new MailProvider(connection.Text("provider")!, key, from, reply);
    }

    public override string ToString() => Name == "resend" ? "Resend" : "SendGrid";
}
