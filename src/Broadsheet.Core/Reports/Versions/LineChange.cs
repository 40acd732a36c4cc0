namespace Broadsheet.Core.Reports.Versions;

/// <summary>A line of a comparison. <paramref name="Before"/> and <paramref name="After"/> are its numbers in the two texts, from 1; null where it is in one only.</summary>
public sealed record LineChange(LineChangeKind Kind, int? Before, int? After, string Text);
