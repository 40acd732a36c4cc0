namespace Broadsheet.Server.Storage;

/// <summary>The store was written by a newer program; this one must not touch it.</summary>
internal sealed class NewerSchemaException(int found, int known) : Exception(
    $"The store has schema {found}, this program knows up to {known}. Start the newer version of Broadsheet, or restore a backup made before the upgrade.");
