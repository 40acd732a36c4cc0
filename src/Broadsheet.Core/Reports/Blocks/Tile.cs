namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A tile ready to draw. <paramref name="Note"/> is the change or a remark; empty when there is none.</summary>
public sealed record Tile(string Label, string Value, string Note, Colour NoteColour);
