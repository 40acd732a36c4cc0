namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>How far one message has come; decides what a broken connection means.</summary>
internal enum SmtpStage
{
    /// <summary>Nothing of the message has left.</summary>
    Envelope,

    /// <summary>Some of it has, but the server knows that it is not whole.</summary>
    Content,

    /// <summary>The end has left: the server may have taken it.</summary>
    Ended,
}
