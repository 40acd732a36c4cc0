using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Email;

/// <summary>What an e-mail destination and its connection may say.</summary>
internal static class EmailSettings
{
    /// <summary>The key in a deployment's configuration and the setting of a connection that it stands for.</summary>
    public static readonly IReadOnlyList<(string Key, string Name)> ServerKeys =
    [
        ("Host", "host"), ("Port", "port"), ("Security", "security"), ("User", "user"), ("Password", "password"),
        ("CertificateSha256", "certificate_sha256"), ("From", "from"), ("ReplyTo", "reply_to"),
    ];

    /// <summary>Who mail in the outbox is from; the domain is one that can never exist (RFC 2606).</summary>
    public static readonly Mailbox Nobody = Mailbox.Parse("Broadsheet <broadsheet@broadsheet.invalid>").Value!;

    public static SettingsSchema Destination { get; } = new(
    [
        new("to", SettingKind.TextList, "Who gets it, one address each; everyone gets a message of their own")
            { Required = true, MaxLength = 320, Example = "lead@example.com" },
        new("cc", SettingKind.TextList, "Who else gets it, shown to all in a Cc line") { MaxLength = 320, Example = "office@example.com" },
        new("subject", SettingKind.Text, "The subject, with {{placeholders}}") { MaxLength = 500, Example = "Quality, {{period}}" },
        new("text", SettingKind.MultilineText, "The text above the report's summary, with {{placeholders}}") { MaxLength = 20_000 },
        new("reply_to", SettingKind.Text, "Where answers go") { MaxLength = 320, Example = "office@example.com" },
        new("show_recipients", SettingKind.Boolean, "Whether recipients see each other") { Default = "false" },
    ]);

    public static SettingsSchema Connection { get; } = new(
    [
        new("provider", SettingKind.Choice, "How mail leaves") { Choices = ["smtp", "resend", "sendgrid"], Default = "smtp", BindsSecrets = true },
        new("host", SettingKind.Text, "The mail server's host (smtp)") { MaxLength = 253, BindsSecrets = true, Example = "smtp.example.com" },
        new("port", SettingKind.Integer, "The mail server's port (smtp)") { Min = 1, Max = 65_535, Default = "587", BindsSecrets = true },
        new("security", SettingKind.Choice, "Protection of the connection (smtp)")
            { Choices = ["starttls", "tls", "none"], Default = "starttls", BindsSecrets = true },
        new("certificate_sha256", SettingKind.Text, "The one certificate to accept, for a server with a certificate of its own (smtp)")
            { MaxLength = 64, BindsSecrets = true },
        new("user", SettingKind.Text, "The user name to sign in with (smtp)") { MaxLength = 320, BindsSecrets = true },
        new("password", SettingKind.Text, "The password to sign in with (smtp)") { Secret = true, MaxLength = 1_000 },
        new("api_key", SettingKind.Text, "The provider's API key (resend, sendgrid)") { Secret = true, MaxLength = 1_000 },
        new("from", SettingKind.Text, "Who the messages are from") { Required = true, MaxLength = 530, Example = "Reports <reports@example.com>" },
        new("reply_to", SettingKind.Text, "Where answers go") { MaxLength = 530, Example = "office@example.com" },
    ]);

    /// <summary>The mailbox of a setting; null with an error added where it is wrong, null where it is absent.</summary>
    public static Mailbox? Box(SettingValues values, string name, List<FieldError> errors)
    {
        if (values.Text(name) is not { } text) return null;
        var box = Mailbox.Parse(text);
        if (box.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors.Select(e => e.Under(name)));
        return box.Value;
    }

    /// <summary>The addresses of a list setting, each error at its index.</summary>
    public static IReadOnlyList<EmailAddress> Addresses(SettingValues values, string name, List<FieldError> errors)
    {
        var read = values.TextList(name).Select(EmailAddress.Parse).ToList();
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i].Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors.Select(e => e.Under($"{name}[{i}]")));
        }

        return [.. read.Where(r => r.IsOk).Select(r => r.Value!)];
    }
}
