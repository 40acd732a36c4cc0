using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.S3;

/// <summary>Files into a bucket of any server that speaks S3. An object appears whole or not at all, and replaces an earlier attempt's.</summary>
public sealed class S3Channel(OutboundHttp http) : IDeliveryChannel
{
    public string Type => "s3";

    public SettingsSchema Destination => S3Settings.Destination;

    public SettingsSchema Connection => S3Settings.Connection;

    public bool NeedsConnection(SettingValues destination) => true;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var key = destination.Text("key") ?? "";
        var sample = Placeholders.Sample(key);
        var bad = sample.Length == 0 || sample[0] == '/' || sample[^1] == '/' || sample.Split('/').Any(p => p is "" or "." or "..") || sample.Contains('\\', StringComparison.Ordinal);
        return bad
            ? new Problem.Invalid("key", "bad-key", "A key is parts separated by single slashes, none of them “.” or “..”, ending in the file.", "quality/{{file_name}}")
            : Result<IReadOnlyList<string>>.Ok([key]);
    }

    public Result<Done> Check(SettingValues connection) => connection.Text("endpoint") is { } endpoint && WebAddress.Parse(endpoint, "endpoint").Problem is { } wrong
        ? wrong : default(Done);

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (message.Connection is not { } connection) return new DeliveryOutcome.Rejected("No S3 connection is chosen: add one to the workspace and choose it.");
        if (Check(connection).Problem is { } wrong) return new DeliveryOutcome.Rejected(wrong.Summary);
        if (message.Attachments.Count == 0) return new DeliveryOutcome.Rejected("There is no file to put into the bucket: choose a format.");
        var keys = message.Attachments.Select(a => Placeholders.Fill(message.Destination.Text("key") ?? "", message.Facts, ("file_name", a.FileName))).ToList();
        if (keys.Distinct().Count() < keys.Count) return new DeliveryOutcome.Rejected("Several files would have the same key: put {{file_name}} into it.");
        using var client = Client(connection);
        try
        {
            foreach (var (attachment, key) in message.Attachments.Zip(keys)) await PutAsync(client, connection, attachment, key, ct);
            return new DeliveryOutcome.Sent(string.Join(", ", keys));
        }
        catch (AttachmentException e)
        {
            return new DeliveryOutcome.Failed(e.Message);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return Trouble(e, connection);
        }
    }

    public async Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct)
    {
        var check = Check(connection);
        if (!check.IsOk) return check;
        using var client = Client(connection);
        try
        {
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = connection.Text("bucket"), MaxKeys = 1 }, ct);
            return default(Done);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return Trouble(e, connection) is DeliveryOutcome.Rejected r
                ? new Problem.Unavailable("refused", r.Why) : new Problem.Unavailable("failed", ((DeliveryOutcome.Failed)Trouble(e, connection)).Why);
        }
    }

    private static async Task PutAsync(AmazonS3Client client, SettingValues connection, Attachment attachment, string key, CancellationToken ct)
    {
        // Read once ahead: a file that is not the recorded one must not become an object, and the SDK signs what it can seek in.
        await using (var check = await AttachmentReader.OpenAsync(attachment, ct)) await check.CopyToAsync(Stream.Null, ct);
        await using var content = await attachment.Open(ct);
        var request = new PutObjectRequest
        {
            BucketName = connection.Text("bucket"), Key = key, InputStream = content, ContentType = attachment.MediaType,
            AutoCloseStream = false, AutoResetStreamPosition = content.CanSeek, UseChunkEncoding = false,
        };
        request.Headers.ContentLength = attachment.Length;
        await client.PutObjectAsync(request, ct);
    }

    private static DeliveryOutcome Trouble(Exception fault, SettingValues connection)
    {
        if (OutboundHttp.Guarded(fault) is { } guarded)
            return guarded.Problem is Problem.Unavailable u ? new DeliveryOutcome.Failed(u.Message) : new DeliveryOutcome.Rejected(guarded.Problem.Summary);
        if (fault is not AmazonS3Exception { StatusCode: >= HttpStatusCode.Continue } s3) return new DeliveryOutcome.Failed("The S3 server was not reached or broke the connection.");
        var said = SafeText.Clean($"{s3.ErrorCode}: {s3.Message}", connection.Text("secret_key"));
        return s3 switch
        {
            { ErrorCode: "NoSuchBucket" } => new DeliveryOutcome.Rejected($"There is no bucket “{connection.Text("bucket")}” any more: make it, or change the connection."),
            { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
                new DeliveryOutcome.Rejected($"The S3 server refused the key. Enter access key and secret again, and check that it may write there. It said: {said}"),
            { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } =>
                new DeliveryOutcome.Failed($"The S3 server can't take it now. It said: {said}"),
            _ => new DeliveryOutcome.Rejected($"The S3 server refused. It said: {said}"),
        };
    }

    private AmazonS3Client Client(SettingValues connection)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = connection.Text("region"),
            ForcePathStyle = connection.Boolean("path_style"),
            HttpClientFactory = new GuardedClients(http),
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            AllowAutoRedirect = false,
        };
        config.ServiceURL = connection.Text("endpoint") ?? $"https://s3.{connection.Text("region")}.amazonaws.com";
        return new AmazonS3Client(new BasicAWSCredentials(connection.Text("access_key"), connection.Text("secret_key")), config);
    }
}
