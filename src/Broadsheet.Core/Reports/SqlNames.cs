namespace Broadsheet.Core.Reports;

/// <summary>
/// Finds <c>@name</c> in SQL: not in strings, quoted names, comments or dollar quotes, nor where <c>@</c> is part of an operator. It tells
/// placeholders from text and nothing else: what a query may do is decided by the database, never by looking at its words.
/// </summary>
public static class SqlNames
{
    private const string Operators = "+-*/<>=~!@#%^&|`?";

    /// <summary>Each placeholder with the offset of its <c>@</c>.</summary>
    public static IReadOnlyList<(string Name, int At)> Find(string sql)
    {
        var found = new List<(string, int)>();
        for (var at = 0; at < sql.Length; at++)
        {
            var c = sql[at];
            if (c is '\'' or '"' or '`') at = Quoted(sql, at, c);
            else if (c == '-' && Next(sql, at) == '-') at = sql.IndexOf('\n', at) is >= 0 and var end ? end : sql.Length;
            else if (c == '/' && Next(sql, at) == '*') at = Comment(sql, at);
            else if (c == '$') at = Dollar(sql, at);
            else if (c == '@' && IsStart(Next(sql, at)) && (at == 0 || (!Operators.Contains(sql[at - 1], StringComparison.Ordinal) && !IsPart(sql[at - 1]))))
            {
                var end = at + 1;
                while (end < sql.Length && IsPart(sql[end])) end++;
                found.Add((sql[(at + 1)..end], at));
                at = end - 1;
            }
        }

        return found;
    }

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static bool IsStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>The position of the closing quote; two quotes inside are one. E'…' strings also escape with a backslash.</summary>
    private static int Quoted(string sql, int at, char quote)
    {
        var escapes = quote == '\'' && at > 0 && sql[at - 1] is 'e' or 'E' && (at == 1 || !IsPart(sql[at - 2]));
        for (at++; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\') at++;
            else if (sql[at] == quote && Next(sql, at) == quote) at++;
            else if (sql[at] == quote) return at;
        }

        return sql.Length;
    }

    private static int Comment(string sql, int at)
    {
        var depth = 0;
        for (; at < sql.Length; at++)
        {
            if (sql[at] == '/' && Next(sql, at) == '*') (depth, at) = (depth + 1, at + 1);
            else if (sql[at] == '*' && Next(sql, at) == '/')
            {
                at++;
                if (--depth == 0) return at;
            }
        }

        return sql.Length;
    }

    private static int Dollar(string sql, int at)
    {
        if (at > 0 && IsPart(sql[at - 1])) return at;
        var end = at + 1;
        while (end < sql.Length && IsPart(sql[end])) end++;
        if (end >= sql.Length || sql[end] != '$' || char.IsDigit(sql[at + 1])) return at;
        var tag = sql[at..(end + 1)];
        var close = sql.IndexOf(tag, end + 1, StringComparison.Ordinal);
        return close < 0 ? sql.Length : close + tag.Length - 1;
    }
}
