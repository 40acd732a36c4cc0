using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>What stands between the braces. <c>At</c> and <c>Length</c> point into the text.</summary>
internal abstract record Expression(int At, int Length)
{
    public sealed record Constant(Cell Value, int At, int Length) : Expression(At, Length);

    /// <summary><c>runs.passed</c>: the first name is looked up from the innermost loop outwards.</summary>
    public sealed record Path(IReadOnlyList<string> Names, int At, int Length) : Expression(At, Length);

    public sealed record Call(string Helper, IReadOnlyList<Expression> Arguments, int At, int Length) : Expression(At, Length);
}
