namespace Broadsheet.Core;

/// <summary>Where in a text something is: UTF-16 units, <paramref name="Start"/> inclusive, <paramref name="End"/> exclusive.</summary>
public readonly record struct TextSpan(int Start, int End);
