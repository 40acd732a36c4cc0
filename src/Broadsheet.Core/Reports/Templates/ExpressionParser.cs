using System.Globalization;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>Reads <c>name.column</c>, <c>helper argument …</c>, <c>(…)</c>, <c>"text"</c> and numbers from a slice of a text.</summary>
internal sealed class ExpressionParser(string text, int at, int end)
{
    private const int MaxDepth = 16;
    private readonly int start = at;
    private int at = at;
    private int depth;

    /// <summary>The whole slice as one expression; throws <see cref="TemplateException"/>.</summary>
    public Expression ParseAll()
    {
        var expression = ParseCall(start);
        Skip();
        if (at < end) throw Wrong(at, 1, $"“{text[at..end].Trim()}” is not expected here.");
        return expression;
    }

    private Expression ParseCall(int from)
    {
        if (++depth > MaxDepth) throw Wrong(at, 1, $"Brackets may be nested {MaxDepth} deep.");
        Skip();
        var first = ParseOne();
        Skip();
        var arguments = new List<Expression>();
        while (at < end && text[at] != ')')
        {
            arguments.Add(ParseOne());
            Skip();
        }

        depth--;
        if (first is not Expression.Path { Names: [var helper] }) return arguments.Count == 0 ? first
            : throw Wrong(first.At, first.Length, "Only a helper takes arguments, as in {{percent runs.rate 1}}.");
        if (arguments.Count == 0) return first;
        if (!HelperNames.All.TryGetValue(helper, out var count))
            throw Wrong(first.At, first.Length, $"There is no helper “{helper}”.", Nearest.To(helper, HelperNames.All.Keys));
        if (arguments.Count < count.Min || arguments.Count > count.Max)
            throw Wrong(first.At, first.Length, $"“{helper}” takes {(count.Min == count.Max ? $"{count.Min}" : $"{count.Min} to {count.Max}")} values; there are {arguments.Count}.");
        return new Expression.Call(helper, arguments, from, at - from);
    }

    private Expression ParseOne()
    {
        if (at >= end) throw Wrong(start, end - start, "Something is missing: write {{name}} or {{query.column}}.");
        var from = at;
        var c = text[at];
        if (c == '(')
        {
            at++;
            var inner = ParseCall(from);
            Skip();
            if (at >= end || text[at] != ')') throw Wrong(from, 1, "This bracket is never closed.");
            at++;
            return inner;
        }

        if (c is '"' or '\'') return ParseText(c);
        if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < end && char.IsAsciiDigit(text[at + 1]))) return ParseNumber();
        if (IsName(c)) return ParsePath();
        throw Wrong(at, 1, $"“{c}” cannot stand here.");
    }

    private Expression.Constant ParseText(char quote)
    {
        var from = at++;
        var close = text.IndexOf(quote, at, end - at);
        if (close < 0) throw Wrong(from, 1, "This quote is never closed.");
        var value = text[at..close];
        at = close + 1;
        return new(Cell.Of(value), from, at - from);
    }

    private Expression.Constant ParseNumber()
    {
        var from = at++;
        while (at < end && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        var digits = text.AsSpan(from, at - from);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return new(Cell.Of(whole), from, at - from);
        if (decimal.TryParse(digits, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact)) return new(Cell.Of(exact), from, at - from);
        throw Wrong(from, at - from, $"“{digits}” is not a number.");
    }

    private Expression ParsePath()
    {
        var from = at;
        var names = new List<string>();
        while (true)
        {
            var begin = at;
            while (at < end && IsName(text[at])) at++;
            if (at == begin) throw Wrong(from, at - from, "A name is missing after the point.");
            names.Add(text[begin..at]);
            if (at >= end || text[at] != '.') break;
            at++;
        }

        return names switch
        {
            ["true"] => new Expression.Constant(Cell.Of(true), from, at - from),
            ["false"] => new Expression.Constant(Cell.Of(false), from, at - from),
            _ => new Expression.Path(names, from, at - from),
        };
    }

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '@';

    private void Skip()
    {
        while (at < end && char.IsWhiteSpace(text[at])) at++;
    }

    private TemplateException Wrong(int from, int length, string message, string? suggestion = null) =>
        new(TextErrors.At(text, from, length, "template", suggestion is null ? message : $"{message} Did you mean “{suggestion}”?", suggestion));
}
