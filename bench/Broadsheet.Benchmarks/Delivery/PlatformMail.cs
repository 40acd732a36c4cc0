// The platform's own client is what is measured against; the product never uses it.
#pragma warning disable RS0030
using System.Net;
using System.Net.Mail;

namespace Broadsheet.Benchmarks.Delivery;

/// <summary>System.Net.Mail, sending the same message.</summary>
internal static class PlatformMail
{
    public static async Task SendAsync(int port, bool tls, int connections, int mails, Func<Stream> attachment)
    {
#pragma warning disable SYSLIB0014, CA5359, MA0039 // The one way to make it accept a certificate of our own.
        ServicePointManager.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore SYSLIB0014, CA5359, MA0039
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = new SmtpClient("127.0.0.1", port) { EnableSsl = tls };
            while (Interlocked.Increment(ref next) <= mails)
            {
                using var message = new MailMessage("reports@example.com", "lead@example.com", "Quality, week 47", "Twelve defects were closed.");
                message.Attachments.Add(new System.Net.Mail.Attachment(attachment(), "quality.xlsx", "application/octet-stream"));
                await client.SendMailAsync(message);
            }
        }));
    }
}
