namespace Broadsheet.Server.Reports.Rendering;

/// <summary>A finished file. <paramref name="Sha256"/> is lower-case hex of its bytes; <paramref name="Rows"/> the rows of data in it.</summary>
internal sealed record RenderedFile(string Format, string FileName, string MediaType, string Path, long Bytes, long Rows, string Sha256);
