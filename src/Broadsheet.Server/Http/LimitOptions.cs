namespace Broadsheet.Server.Http;

/// <summary>The section "Broadsheet:Limits": how much one caller may ask for in a minute, and how much work may weigh on what others own.</summary>
internal sealed class LimitOptions
{
    /// <summary>Of one API key or session. Default 30,000: programs that walk everything are welcome, endless loops are not.</summary>
    public int PerCaller { get; init; } = 30_000;

    /// <summary>Of one address that is not signed in, wrong keys included.</summary>
    public int PerAddress { get; init; } = 600;

    /// <summary>Attempts to sign in from one address.</summary>
    public int SignIns { get; init; } = 30;

    /// <summary>Largest request body.</summary>
    public long BodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Reports of one node that read a data source at a time.</summary>
    public int ReadersPerSource { get; init; } = 4;

    /// <summary>Messages of one node that leave a workspace over one channel at a time.</summary>
    public int SendersPerChannel { get; init; } = 4;

    public bool IsValid => PerCaller > 0 && PerAddress > 0 && SignIns > 0 && BodyBytes > 0 && ReadersPerSource > 0 && SendersPerChannel > 0;
}
