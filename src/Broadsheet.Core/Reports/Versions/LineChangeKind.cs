namespace Broadsheet.Core.Reports.Versions;

public enum LineChangeKind
{
    Same,
    Removed,
    Added,
}
