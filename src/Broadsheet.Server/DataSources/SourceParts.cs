namespace Broadsheet.Server.DataSources;

/// <summary>What every operation on a data source works with.</summary>
internal sealed record SourceParts(SourceSettings Settings, SourceSecrets Secrets, DataSourceUses Uses);
