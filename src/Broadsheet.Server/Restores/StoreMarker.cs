using System.Text.Json;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Restores;

/// <summary>What this node remembers of the store, in a file beside its keys: it does not go back when the store does.</summary>
internal sealed class StoreMarker(DataFolder folder)
{
    private string Path => System.IO.Path.Combine(folder.Keys, "store.json");

    /// <summary>The newest state that was seen; null on a node that has seen none, or cannot read what it wrote.</summary>
    public Seen? Read()
    {
        try
        {
            return File.Exists(Path) ? JsonSerializer.Deserialize<Seen>(File.ReadAllText(Path), Wire.Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(Seen seen)
    {
        var beside = Path + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(seen, Wire.Json));
        File.Move(beside, Path, overwrite: true);
    }

    internal sealed record Seen(Guid Lineage, long Generation);
}
