namespace Broadsheet.Core.Deliveries;

/// <summary>
/// A file to send. <paramref name="Open"/> gives a new stream from the first byte each time, <paramref name="Length"/> bytes long;
/// it is never read into memory whole. <paramref name="FileName"/> is safe on every system.
/// </summary>
public sealed record Attachment(string FileName, string MediaType, long Length, string Sha256, Func<CancellationToken, Task<Stream>> Open);
