using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Email;

/// <summary>A mail server to hand messages to. Its text never shows the password.</summary>
public sealed record MailServer
{
    public required string Host { get; init; }

    /// <summary>1 to 65535; 587 for STARTTLS and 465 for TLS are usual.</summary>
    public required int Port { get; init; }

    public MailSecurity Security { get; init; }

    /// <summary>Null where the server asks for no sign-in.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>SHA-256 of the one certificate to accept, in hex; null to check it against the system's authorities.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Who the messages are from, in the envelope too.</summary>
    public required Mailbox From { get; init; }

    public Mailbox? ReplyTo { get; init; }

    /// <summary>
    /// The server-wide one of a deployment's configuration: <paramref name="setting"/> answers <c>Host</c>, <c>Port</c>,
    /// <c>User</c>, <c>Password</c>, <c>Security</c>, <c>CertificateSha256</c>, <c>From</c> and <c>ReplyTo</c>, null where
    /// absent. Errors name the setting as <c>Broadsheet__Mail__From</c>. Ask only when <c>Host</c> is given.
    /// </summary>
    public static Result<MailServer> Read(Func<string, string?> setting)
    {
        var given = new JsonObject();
        foreach (var (key, name) in EmailSettings.ServerKeys)
        {
            if (setting(key) is { Length: > 0 } value) given[name] = value;
        }

        return SettingValues.Parse(EmailSettings.Connection, given).Then(Parse) is var read && read.IsOk
            ? read.Value
            : read.Problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(Named)]) : read.Problem!;
    }

    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Reads a connection's settings; what the schema alone can't see is an error at its setting.</summary>
    internal static Result<MailServer> Parse(SettingValues connection)
    {
        var errors = new List<FieldError>();
        var from = EmailSettings.Box(connection, "from", errors);
        var reply = EmailSettings.Box(connection, "reply_to", errors);
        if (connection.Text("host") is not { Length: > 0 }) errors.Add(new("host", "required", "The host of the mail server is needed.", null, "smtp.example.com"));
        if (connection.Has("user") && !connection.Has("password")) errors.Add(new("password", "required", "A user needs a password."));
        if (connection.Text("certificate_sha256") is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigit)))
            errors.Add(new("certificate_sha256", "bad-hash", "The certificate's SHA-256 is 64 hexadecimal digits."));
        return errors.Count > 0 || from is null ? new Problem.Invalid(errors) : new MailServer
        {
            Host = connection.Text("host")!,
            Port = (int)connection.Integer("port"),
            Security = connection.Text("security") switch { "none" => MailSecurity.None, "tls" => MailSecurity.Tls, _ => MailSecurity.StartTls },
            User = connection.Text("user"),
            Password = connection.Text("password"),
            CertificateSha256 = connection.Text("certificate_sha256"),
            From = from,
            ReplyTo = reply,
        };
    }

    private static FieldError Named(FieldError error) =>
        EmailSettings.ServerKeys.FirstOrDefault(k => k.Name == error.Field).Key is { } key ? error with { Field = $"Broadsheet__Mail__{key}" } : error;
}
