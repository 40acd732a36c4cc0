using Broadsheet.Server.Tests.Architecture.Rules;

namespace Broadsheet.Server.Tests.Architecture;

/// <summary>All of them.</summary>
internal static class HouseRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Directions.CoreKnowsNothing, Directions.AdaptersKnowCore, Directions.OnlyCompositionNamesAdapters, Directions.Siblings,
        Features.KeepToTheMatrix, Features.MatrixHasNoCircle,
        Shapes.Sealed, Shapes.Interfaces, Shapes.Dependencies,
        Names.OfTypes, Names.OfFolders, Names.NamespaceIsFolder,
        Purity.OneClock, Purity.SystemClock, Purity.CoreIsPure, Purity.NoBlocking, Purity.Cancellation,
        Sources.Boundaries, Sources.Length, Sources.Leftovers,
        Ports.RegisteredOnce, Ports.ContractSuite,
        Data.WorkspaceFilter, Data.RawSql,
    ];
}
