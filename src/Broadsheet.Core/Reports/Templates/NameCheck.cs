namespace Broadsheet.Core.Reports.Templates;

/// <summary>Finds names that cannot exist, before anything runs.</summary>
internal sealed class NameCheck(string text, IReadOnlyCollection<string> known)
{
    private readonly List<FieldError> errors = [];

    public IReadOnlyList<FieldError> Check(IReadOnlyList<TemplateNode> nodes)
    {
        Walk(nodes);
        return errors;
    }

    private void Walk(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Output output:
                    Walk(output.Value);
                    break;
                case TemplateNode.If branch:
                    Walk(branch.Test);
                    Walk(branch.Then);
                    Walk(branch.Else);
                    break;
                case TemplateNode.Each loop:
                    Walk(loop.Items);
                    Walk(loop.Empty);
                    break;
                case TemplateNode.Literal:
                    break;
            }
        }
    }

    private void Walk(Expression expression)
    {
        if (expression is Expression.Call call)
        {
            foreach (var argument in call.Arguments) Walk(argument);
        }
        else if (expression is Expression.Path path && !known.Contains(path.Names[0]))
        {
            var near = Nearest.To(path.Names[0], known);
            errors.Add(TextErrors.At(text, path.At, path.Length, "unknown-name",
                $"Nothing is called “{path.Names[0]}” here." + (near is null ? $" There are: {string.Join(", ", known)}." : $" Did you mean “{near}”?"), near));
        }
    }
}
