using Broadsheet.Core;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Adapters.Documents;

/// <summary>Collects what is wrong with one document. Lines and columns count from 1 and are the document's.</summary>
internal sealed class DocumentErrors(string text)
{
    private readonly List<FieldError> errors = [];

    public IReadOnlyList<FieldError> All => errors;

    public void Add(int line, int column, int length, string code, string message, string? suggestion = null)
    {
        if (errors.Count < 100) errors.Add(TextErrors.At(text, TextErrors.Offset(text, line) + column - 1, length, code, message, suggestion));
    }

    public void Add(Problem? problem)
    {
        if (problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
    }

    public void Unknown(int line, int column, string what, string given, IEnumerable<string> known)
    {
        var near = Nearest.To(given, known);
        Add(line, column, given.Length, "unknown-name", $"There is no {what} “{given}”." + (near is not null ? $" Did you mean “{near}”?"
            : known.Any() ? $" There are: {string.Join(", ", known.Take(30))}." : ""), near);
    }
}
