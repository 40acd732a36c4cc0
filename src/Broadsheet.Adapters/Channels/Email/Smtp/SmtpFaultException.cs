namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>The conversation can't go on: the connection broke, went silent, or what came is not SMTP.</summary>
internal sealed class SmtpFaultException(string why, Exception? inner = null) : IOException(why, inner);
