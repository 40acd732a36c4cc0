using Broadsheet.Core;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.DataSources;

/// <summary>The kinds of database this server can read.</summary>
internal sealed class SourceTypes(IEnumerable<IDataSource> adapters)
{
    private readonly Dictionary<string, IDataSource> byType = adapters.ToDictionary(a => a.Type, StringComparer.Ordinal);

    public IEnumerable<IDataSource> All => byType.Values.OrderBy(a => a.Type, StringComparer.Ordinal);

    public IDataSource? Find(string type) => byType.GetValueOrDefault(type);

    public FieldError Unknown(string type) =>
        new("type", "unknown-type", $"“type” must be one of: {string.Join(", ", byType.Keys.Order(StringComparer.Ordinal))}.", null, Nearest.To(type, byType.Keys));
}
