namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>Patience and appetite of the transport. RFC 5321 asks for minutes; a server that is well answers in milliseconds.</summary>
internal sealed record SmtpLimits
{
    /// <summary>For the greeting and each reply but the last.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For the connection to take one block of the message.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For the reply to the whole message, while the server may scan it.</summary>
    public TimeSpan Accept { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an unused connection is kept.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Connections to one server at a time.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Messages over one connection before it is made anew.</summary>
    public int Messages { get; init; } = 200;
}
