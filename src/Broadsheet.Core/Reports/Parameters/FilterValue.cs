using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>A parameter with what it stands at: a range for a period, else none, one or (where several are asked) more values.</summary>
public sealed record FilterValue(Parameter Parameter, IReadOnlyList<Cell> Values, DateRange? Range)
{
    internal IEnumerable<Bind> Binds()
    {
        var name = Parameter.Name;
        if (Parameter.Type != ParameterType.Period) return [new(name, Kind(Parameter.Type), Values, Parameter.Multiple)];
        return
        [
            Day(name + "_from", Range?.From),
            Day(name + "_to", Range?.To),
            Day(name + "_end", Range?.To.PlusDays(1)),
            Day(name + "_before_from", Range?.Before().From),
            Day(name + "_before_to", Range?.Before().To),
            Day(name + "_before_end", Range?.Before().To.PlusDays(1)),
        ];
    }

    internal static CellKind Kind(ParameterType type) => type switch
    {
        ParameterType.Number => CellKind.Decimal,
        ParameterType.Boolean => CellKind.Boolean,
        ParameterType.Date or ParameterType.Period => CellKind.Date,
        ParameterType.Text or ParameterType.Choice => CellKind.Text,
    };

    private static Bind Day(string name, NodaTime.LocalDate? date) =>
        new(name, CellKind.Date, [date is { } day ? Cell.Of(day) : Cell.Null], IsList: false);
}
