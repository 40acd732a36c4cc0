using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>The values of each <see cref="CronField"/> as bits; in the four bits above them, what the field says beyond its values.</summary>
[InlineArray(6)]
internal struct CronSets
{
    private const int Values = 60;

    private ulong _first;

    public static ulong Of(CronTraits traits) => (ulong)traits << Values;

    public static CronTraits Traits(ulong bits) => (CronTraits)(bits >> Values);

    /// <summary>The values alone.</summary>
    public static ulong Bits(ulong bits) => bits & ulong.MaxValue >> (64 - Values);
}
