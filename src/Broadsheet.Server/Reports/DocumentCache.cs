using System.Collections.Concurrent;
using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports;

/// <summary>Documents by template and version, which never change once saved. Bounded, thread-safe.</summary>
internal sealed class DocumentCache
{
    private const int Most = 500;
    private readonly ConcurrentDictionary<(TemplateId, int), ReportDocument> documents = new();

    public ReportDocument? Find(TemplateId id, int version) => documents.GetValueOrDefault((id, version));

    public void Keep(TemplateId id, int version, ReportDocument document)
    {
        if (documents.Count >= Most) documents.Clear();
        documents[(id, version)] = document;
    }
}
