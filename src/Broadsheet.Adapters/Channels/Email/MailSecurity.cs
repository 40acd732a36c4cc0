namespace Broadsheet.Adapters.Channels.Email;

/// <summary>How the connection to a mail server is protected. There is no "if it happens to be offered".</summary>
public enum MailSecurity
{
    /// <summary>STARTTLS is demanded: a server that does not offer it gets nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually port 465.</summary>
    Tls,

    /// <summary>Not at all; the password, where there is one, is readable on the way.</summary>
    None,
}
