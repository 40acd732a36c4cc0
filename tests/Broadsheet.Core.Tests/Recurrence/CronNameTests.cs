using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class CronNameTests
{
    [Fact]
    public void Every_name_has_its_value_in_any_case_and_in_its_field_alone()
    {
        for (var month = 1; month <= 12; month++) AssertNamed(CronName.Months[month - 1], CronNames.Months, month, CronNames.Weekdays);
        for (var day = 0; day < 7; day++) AssertNamed(CronName.Weekdays[day], CronNames.Weekdays, day, CronNames.Months);
    }

    [Fact]
    public void Three_letters_that_are_no_name_have_no_value()
    {
        foreach (var (names, kind) in new[] { (CronName.Months, CronNames.Months), (CronName.Weekdays, CronNames.Weekdays) })
        {
            var found = 0;
            for (var i = 0; i < 26 * 26 * 26; i++)
                if (CronName.At([(char)('a' + i / 676), (char)('a' + i / 26 % 26), (char)('a' + i % 26)], 0, kind) >= 0) found++;
            Assert.Equal(names.Count, found);
        }
    }

    [Fact]
    public void A_name_with_another_character_is_none()
    {
        Span<char> text = stackalloc char[3];
        foreach (var (names, kind) in new[] { (CronName.Months, CronNames.Months), (CronName.Weekdays, CronNames.Weekdays) })
            foreach (var name in names)
                for (var c = 0; c <= char.MaxValue; c++)
                    for (var place = 0; place < 3; place++)
                    {
                        name.CopyTo(text);
                        text[place] = (char)c;
                        var isName = char.IsAscii((char)c) && names.Contains(text.ToString(), StringComparer.OrdinalIgnoreCase);
                        if (CronName.At(text, 0, kind) >= 0 != isName) Assert.Fail($"{name} with U+{c:X4} in place {place}");
                    }
    }

    [Fact]
    public void There_is_no_name_where_the_text_ends_early()
    {
        Assert.Equal(-1, CronName.At("MON", 1, CronNames.Weekdays));
        Assert.Equal(-1, CronName.At("MO", 0, CronNames.Weekdays));
        Assert.Equal(-1, CronName.At("", 0, CronNames.Months));
    }

    private static void AssertNamed(string name, CronNames names, int value, CronNames others)
    {
        foreach (var text in new[] { name, name.ToLowerInvariant(), name[0] + name[1..].ToLowerInvariant(), $"{name}-{name}" })
            Assert.Equal((value, -1, -1), (CronName.At(text, 0, names), CronName.At(text, 0, others), CronName.At(text, 0, CronNames.None)));
        Assert.Equal(value, CronName.At($"1,{name}", 2, names));
    }
}
