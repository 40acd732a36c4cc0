using System.Net;

namespace Broadsheet.Adapters.Net;

/// <summary>A request's body that knows whether all of it was handed to the connection.</summary>
internal sealed class MarkedContent : HttpContent
{
    private readonly HttpContent inner;

    public MarkedContent(HttpContent inner)
    {
        this.inner = inner;
        foreach (var (name, values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    public bool Left { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await inner.CopyToAsync(stream, context, cancellationToken);
        Left = true;
        await stream.FlushAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
