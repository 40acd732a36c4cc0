namespace Broadsheet.Core.Reports.Templates;

/// <summary>A piece of a template. <c>At</c> is the offset of its tag in the text.</summary>
internal abstract record TemplateNode
{
    private TemplateNode() { }

    public sealed record Literal(string Text) : TemplateNode;

    public sealed record Output(Expression Value) : TemplateNode;

    public sealed record Each(Expression Items, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Empty) : TemplateNode;

    public sealed record If(Expression Test, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;
}
