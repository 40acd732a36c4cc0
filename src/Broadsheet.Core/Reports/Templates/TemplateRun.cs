using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>One filling of a template: counts its steps and its output, and stops at the caps.</summary>
internal sealed class TemplateRun(string text, TemplateScope root, bool marks)
{
    internal const int MaxOutput = 4_000_000;
    internal const int MaxSteps = 1_000_000;
    internal const int MaxRows = 1_000;

    private readonly StringBuilder output = new();
    private readonly List<string> values = [];
    private int steps;
    private int written;

    public FilledText Fill(IReadOnlyList<TemplateNode> nodes)
    {
        Fill(nodes, root);
        return new(output.ToString(), values);
    }

    public Result<TemplateValue> Value(Expression expression) => Evaluate(expression, root);

    private void Fill(IReadOnlyList<TemplateNode> nodes, TemplateScope scope)
    {
        foreach (var node in nodes)
        {
            if (++steps > MaxSteps) throw Limit($"The template takes more than {MaxSteps:N0} steps.");
            switch (node)
            {
                case TemplateNode.Literal literal:
                    Write(literal.Text, isValue: false);
                    break;
                case TemplateNode.Output shown:
                    Write(Text(Evaluate(shown.Value, scope), scope), isValue: true);
                    break;
                case TemplateNode.If branch:
                    Fill(IsTrue(Evaluate(branch.Test, scope)) ? branch.Then : branch.Else, scope);
                    break;
                case TemplateNode.Each loop:
                    FillEach(loop, scope);
                    break;
            }
        }
    }

    private void FillEach(TemplateNode.Each loop, TemplateScope scope)
    {
        IReadOnlyList<TemplateValue> items = Evaluate(loop.Items, scope) switch
        {
            TemplateValue.Table { Summary: var table } => table.RowCount > MaxRows
                ? throw Wrong(loop.Items, "too-many-rows", $"A loop goes over at most {MaxRows:N0} rows; “{table.Name}” has {table.RowCount:N0}. Use a table block, or limit the query.")
                : [.. Enumerable.Range(0, table.FirstRows.Count).Select(i => new TemplateValue.Row(table, i))],
            TemplateValue.Several several => [.. several.Cells.Select(c => new TemplateValue.Scalar(c))],
            TemplateValue.Scalar { Cell.IsNull: true } => [],
            TemplateValue.Scalar one => [one],
            _ => throw Wrong(loop.Items, "not-a-list", "{{#each}} goes over a query's rows or a parameter with several values."),
        };
        for (var i = 0; i < items.Count; i++) Fill(loop.Body, scope.Inner(items[i], i, items.Count));
        if (items.Count == 0) Fill(loop.Empty, scope);
    }

    private void Write(string part, bool isValue)
    {
        written += part.Length;
        if (written > MaxOutput) throw Limit($"The text grows beyond {MaxOutput:N0} characters. Show long results in a table block.");
        if (!isValue)
        {
            output.Append(part);
        }
        else if (marks)
        {
            output.Append(FilledText.Open).Append(values.Count.ToString(CultureInfo.InvariantCulture)).Append(FilledText.Close);
            values.Add(part);
        }
        else
        {
            foreach (var c in part) output.Append(char.IsControl(c) ? ' ' : c);
        }
    }

    private static string Text(TemplateValue value, TemplateScope scope) => value switch
    {
        TemplateValue.Scalar { Shown: { } shown } => shown,
        TemplateValue.Scalar scalar => scope.Show.Show(scalar.Cell),
        TemplateValue.Column column => scope.Show.Show(column.First),
        TemplateValue.Several several => string.Join(", ", several.Cells.Select(c => scope.Show.Show(c))),
        TemplateValue.Members members => Text(members.Self, scope),
        TemplateValue.Table table => scope.Show.Show(Cell.Of(table.Summary.RowCount), new(Formatting.CellFormatKind.Number)),
        TemplateValue.Row row => string.Join(", ", row.Summary.FirstRows[row.Index].Select(c => scope.Show.Show(c))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private TemplateValue Evaluate(Expression expression, TemplateScope scope)
    {
        if (++steps > MaxSteps) throw Limit($"The template takes more than {MaxSteps:N0} steps.");
        return expression switch
        {
            Expression.Constant constant => new TemplateValue.Scalar(constant.Value),
            Expression.Path path => Follow(path, scope),
            Expression.Call call => HelperCalls.Call(call.Helper, [.. call.Arguments.Select(a => Evaluate(a, scope))], scope.Show)
                ?? throw Wrong(call, "wrong-value", $"“{call.Helper}” cannot use these values: it needs {HelperCalls.Needs(call.Helper)}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private TemplateValue Follow(Expression.Path path, TemplateScope scope)
    {
        var value = scope.Find(path.Names[0]) ?? throw Unknown(path, path.Names[0], scope.Names());
        foreach (var name in path.Names.Skip(1))
        {
            value = value switch
            {
                TemplateValue.Members members => members.Named.GetValueOrDefault(name) ?? throw Unknown(path, name, members.Named.Keys),
                TemplateValue.Table { Summary: var table } => Column(table, name) ?? throw Unknown(path, name, [.. table.Columns.Select(c => c.Name), "rows"]),
                TemplateValue.Row { Summary: var table, Index: var i } => table.IndexOf(name) is >= 0 and var c
                    ? new TemplateValue.Scalar(table.FirstRows[i][c]) : throw Unknown(path, name, table.Columns.Select(c => c.Name)),
                _ => throw Wrong(path, "unknown-name", $"“{path.Names[0]}” has no part “{name}”."),
            };
        }

        return value;
    }

    private static TemplateValue? Column(TableSummary table, string name) => table.IndexOf(name) is >= 0 and var column
        ? new TemplateValue.Column(table, column)
        : name == "rows" ? new TemplateValue.Scalar(Cell.Of(table.RowCount)) : null;

    internal static bool IsTrue(TemplateValue value) => value switch
    {
        TemplateValue.Scalar { Cell: var cell } => IsTrue(cell),
        TemplateValue.Column column => IsTrue(column.First),
        TemplateValue.Several several => several.Cells.Count > 0,
        TemplateValue.Table table => table.Summary.RowCount > 0,
        TemplateValue.Members members => IsTrue(members.Self),
        _ => true,
    };

    private static bool IsTrue(in Cell cell) => cell.Kind switch
    {
        CellKind.Null => false,
        CellKind.Text => cell.AsText().Length > 0,
        _ => !cell.TryNumber(out var number) || number != 0,
    };

    private TemplateException Unknown(Expression at, string name, IEnumerable<string> known)
    {
        var near = Nearest.To(name, known);
        return Wrong(at, "unknown-name", $"Nothing is called “{name}” here." + (near is null
            ? $" There are: {string.Join(", ", known.Distinct().Take(30))}." : $" Did you mean “{near}”?"), near);
    }

    private static TemplateException Limit(string message) => new(new("", "template-limit", message));

    private TemplateException Wrong(Expression at, string code, string message, string? suggestion = null) =>
        new(TextErrors.At(text, at.At, at.Length, code, message, suggestion));
}
