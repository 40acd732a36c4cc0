using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>A certificate for 127.0.0.1 that nobody signed.</summary>
internal static class TestCertificate
{
    /// <summary>One for the whole run: making a key takes a while.</summary>
    public static X509Certificate2 Shared { get; } = Make();

    private static X509Certificate2 Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static string Sha256(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
}
