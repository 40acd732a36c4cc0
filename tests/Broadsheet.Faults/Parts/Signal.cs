namespace Broadsheet.Faults.Parts;

/// <summary>Signals by their numbers on Linux.</summary>
internal enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
