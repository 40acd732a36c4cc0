namespace Broadsheet.Adapters.Channels;

/// <summary>A file to send could not be read as it was recorded: our own disk's fault, never the other side's.</summary>
internal sealed class AttachmentException(string fileName, string why, Exception? inner = null)
    : IOException($"The file “{fileName}” {why}.", inner);
