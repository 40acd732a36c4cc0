namespace Broadsheet.Server.Tests.Architecture;

/// <summary>One rule of the house: a function over code, with the violation that proves that it sees.</summary>
internal sealed record Rule(string Says, Func<Code, Findings> Check)
{
    /// <summary>Code that breaks it.</summary>
    public required Func<Code> Planted { get; init; }

    /// <summary>A part of what it must then say.</summary>
    public required string Caught { get; init; }

    /// <summary>The folder or file its subjects live in: while that does not exist there is nothing to look at.</summary>
    public string? Since { get; init; }

    /// <summary>Every way in which <paramref name="code"/> breaks the rule. Having found nothing to look at is one.</summary>
    public IReadOnlyList<string> Judge(Code code)
    {
        var findings = Check(code);
        var expected = Since is null || code.Files.Any(f => f.Path == Since || f.IsUnder(Since));
        return findings.Subjects == 0 && expected ? ["The rule found nothing to look at."] : findings.Violations;
    }
}
