using Broadsheet.Adapters.Channels.Email.Mime;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email;

/// <summary>
/// Where mail goes without a mail server: one .eml file a message, whole or not at all, under a name that is the same for
/// every attempt.
/// </summary>
internal sealed class Outbox(string folder)
{
    public async Task<DeliveryOutcome> WriteAsync(MimeMessage message, CancellationToken ct)
    {
        var name = $"{message.Id.Value:N}.eml";
        var beside = Path.Combine(folder, $".{Guid.CreateVersion7():N}.part");
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous))
            {
                await MimeWriter.WriteAsync(message, file, ct);
                await file.FlushAsync(ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, Path.Combine(folder, name), overwrite: true);
            return new DeliveryOutcome.Sent($"no mail server is set up: written to outbox/{name}");
        }
        catch (AttachmentException e)
        {
            return new DeliveryOutcome.Failed(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DeliveryOutcome.Failed($"The outbox folder can't be written: {e.Message}");
        }
        finally
        {
            if (File.Exists(beside)) File.Delete(beside);
        }
    }
}
