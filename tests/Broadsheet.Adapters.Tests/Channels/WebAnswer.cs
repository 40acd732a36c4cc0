namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>What the fake web server answers; a negative status breaks the connection, an endless body never ends.</summary>
internal sealed record WebAnswer(int Status, string Body = "", params IReadOnlyList<(string Name, string Value)> Headers)
{
    public static WebAnswer Break { get; } = new(-1);

    public bool Endless { get; init; }
}
