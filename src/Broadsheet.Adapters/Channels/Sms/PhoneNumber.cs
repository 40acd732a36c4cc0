using Broadsheet.Core;

namespace Broadsheet.Adapters.Channels.Sms;

/// <summary>A number as E.164 writes it: a plus sign and 7 to 15 digits.</summary>
internal static class PhoneNumber
{
    /// <summary>Blanks, hyphens, dots and brackets between digits are dropped; anything else is an error at the empty field.</summary>
    public static Result<string> Parse(string text)
    {
        var number = string.Concat(text.Where(c => c is not (' ' or '-' or '.' or '(' or ')' or '\u00a0')));
        var good = number.Length is >= 8 and <= 16 && number[0] == '+' && number[1] is >= '1' and <= '9' && number.Skip(1).All(char.IsAsciiDigit);
        return good ? number : new Problem.Invalid("", "bad-number", "It must be a number with its country code, such as +15551234567.", "+15551234567");
    }
}
